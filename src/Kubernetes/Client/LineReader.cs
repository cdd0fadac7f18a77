using System.Buffers;

namespace ComputeOperator.Kubernetes.Client;

/// <summary>Splits a stream into lines within one pooled buffer, which grows to the longest line.</summary>
internal sealed class LineReader(Stream stream) : IDisposable
{
    private const int InitialSize = 16 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(InitialSize);
    private int _start;
    private int _scanned;
    private int _end;
    private int _lineStart;
    private int _lineLength;

    /// <summary>The line, without its end; usable until the next read.</summary>
    public ReadOnlySpan<byte> Current => _buffer.AsSpan(_lineStart, _lineLength);

    /// <summary>Goes to the next line; false at the end of the stream.</summary>
    /// <exception cref="EndOfStreamException">The stream ends within a line.</exception>
    public ValueTask<bool> ReadAsync(CancellationToken cancellation) =>
        TryTake() ? new ValueTask<bool>(true) : FillAndTakeAsync(cancellation);

    public void Dispose()
    {
        var buffer = _buffer;
        _buffer = [];
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async ValueTask<bool> FillAndTakeAsync(CancellationToken cancellation)
    {
        do
        {
            MakeRoom();
            var read = await ReadPartAsync(cancellation).ConfigureAwait(false);
            if (read == 0)
            {
                return _start == _end ? false : throw new EndOfStreamException("The watch ended in the middle of an event.");
            }

            _end += read;
        }
        while (!TryTake());
        return true;
    }

    private async ValueTask<int> ReadPartAsync(CancellationToken cancellation)
    {
        try
        {
            return await stream.ReadAsync(_buffer.AsMemory(_end), cancellation).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            throw ConnectionFailure.InTheMiddle(e);
        }
    }

    private bool TryTake()
    {
        var index = _buffer.AsSpan(_scanned, _end - _scanned).IndexOf((byte)'\n');
        if (index < 0)
        {
            _scanned = _end;
            return false;
        }

        _lineStart = _start;
        _lineLength = _scanned + index - _start;
        _start = _scanned = _scanned + index + 1;
        return true;
    }

    private void MakeRoom()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _scanned -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
            _buffer.AsSpan(0, _end).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }
    }
}

namespace ComputeOperator.Gateway.Gce.Batch;

/// <summary>The body of one part's answer: kept as far as there is room for it.</summary>
internal sealed class PartBody(BatchAnswers answers) : Stream
{
    private readonly MemoryStream _kept = new();

    /// <summary>Whether there was no room for all of it: then nothing of it is kept.</summary>
    public bool IsCut { get; private set; }

    public override bool CanRead => false;

    // Whoever answers anew begins by setting the length to none.
    public override bool CanSeek => true;

    public override bool CanWrite => true;

    public override long Length => _kept.Length;

    public override long Position
    {
        get => _kept.Position;
        set => throw new NotSupportedException();
    }

    /// <summary>What is kept.</summary>
    public ReadOnlyMemory<byte> Bytes => _kept.GetBuffer().AsMemory(0, (int)_kept.Length);

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (IsCut)
        {
            return;
        }

        if (_kept.Length + buffer.Length > BatchAnswers.Small && !answers.Take(buffer.Length))
        {
            IsCut = true;
            _kept.SetLength(0);
            _kept.Capacity = 0;
            return;
        }

        _kept.Write(buffer);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        Write(buffer.AsSpan(offset, count));
        return Task.CompletedTask;
    }

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => _kept.SetLength(value);

    protected override void Dispose(bool disposing)
    {
        _kept.Dispose();
        base.Dispose(disposing);
    }
}

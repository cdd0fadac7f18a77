using System.Buffers;

namespace ComputeOperator.Kubernetes.Client;

/// <summary>The whole body of an answer in a pooled buffer.</summary>
internal readonly struct PooledBody : IDisposable
{
    private const int DefaultSize = 4 * 1024;

    private readonly byte[] _buffer;
    private readonly int _length;

    private PooledBody(byte[] buffer, int length)
    {
        _buffer = buffer;
        _length = length;
    }

    public ReadOnlySpan<byte> Span => _buffer.AsSpan(0, _length);

    /// <exception cref="AnswerTooLargeException">It has more than <paramref name="most"/> bytes.</exception>
    /// <exception cref="TimeoutException">Nothing more came for <paramref name="patience"/>.</exception>
    public static async Task<PooledBody> ReadAsync(HttpContent content, TimeSpan patience, int? most, CancellationToken cancellation)
    {
        using var limit = new TimeLimit(patience, TimeProvider.System, cancellation);
        var stream = await content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        // One byte more than announced, so that the read that finds the end needs no larger buffer.
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(content.Headers.ContentLength + 1 ?? DefaultSize, most + 1L ?? int.MaxValue));
        var length = 0;
        try
        {
            while (await stream.ReadAsync(buffer.AsMemory(length), limit.Token).ConfigureAwait(false) is > 0 and var read)
            {
                limit.Restart(patience);
                length += read;
                if (length > most)
                {
                    throw new AnswerTooLargeException(most.Value);
                }

                if (length == buffer.Length)
                {
                    buffer = Grow(buffer);
                }
            }
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw new TimeoutException("The API server stopped in the middle of an answer.", e);
        }
        catch (IOException e)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw ConnectionFailure.InTheMiddle(e);
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }

        return new(buffer, length);
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    private static byte[] Grow(byte[] full)
    {
        var larger = ArrayPool<byte>.Shared.Rent(full.Length * 2);
        full.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(full);
        return larger;
    }
}

namespace ComputeOperator.TestKit.Faults;

/// <summary>The body of an answer on its way from the connection to who reads it: only to be read, and only asynchronously.</summary>
public abstract class AnswerStream(Stream inner) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>The body as the server sends it.</summary>
    protected Stream Inner => inner;

    /// <summary>Makes what <paramref name="wrap"/> returns the body of <paramref name="answer"/>.</summary>
    public static async Task InsertAsync(HttpResponseMessage answer, Func<Stream, AnswerStream> wrap, CancellationToken cancellation)
    {
        var whole = answer.Content;
        answer.Content = new StreamContent(wrap(await whole.ReadAsStreamAsync(cancellation)));
        answer.Content.Headers.ContentType = whole.Headers.ContentType;
    }

    public abstract override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        inner.Dispose();
        base.Dispose(disposing);
    }
}

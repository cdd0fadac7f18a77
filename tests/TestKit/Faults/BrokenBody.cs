namespace ComputeOperator.TestKit.Faults;

/// <summary>A response body that ends badly.</summary>
internal sealed class BrokenBody(Stream inner, int intactBytes, bool stall) : Stream
{
    private int _left = intactBytes;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public static async Task<HttpResponseMessage> InsteadOfAsync(
        HttpResponseMessage answer, int intactBytes, bool stall, CancellationToken cancellation)
    {
        var whole = answer.Content;
        answer.Content = new StreamContent(new BrokenBody(await whole.ReadAsStreamAsync(cancellation), intactBytes, stall));
        answer.Content.Headers.ContentType = whole.Headers.ContentType;
        return answer;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_left > 0)
        {
            var read = await inner.ReadAsync(buffer[..Math.Min(buffer.Length, _left)], cancellationToken);
            _left -= read;
            return read;
        }

        if (stall)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        }

        throw new IOException("injected fault: body cut");
    }

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

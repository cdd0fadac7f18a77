namespace ComputeOperator.TestKit.Faults;

/// <summary>How a body breaks off.</summary>
internal enum BodyEnd
{
    /// <summary>With an error, as when a connection is cut.</summary>
    Cut,

    /// <summary>It falls silent.</summary>
    Stall,

    /// <summary>In good order, as when the server has no more to say.</summary>
    Orderly,
}

/// <summary>A response body that ends before all of it has come.</summary>
internal sealed class BrokenBody(Stream inner, int intactBytes, BodyEnd end) : Stream
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
        HttpResponseMessage answer, int intactBytes, BodyEnd end, CancellationToken cancellation)
    {
        var whole = answer.Content;
        answer.Content = new StreamContent(new BrokenBody(await whole.ReadAsStreamAsync(cancellation), intactBytes, end));
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

        if (end == BodyEnd.Stall)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        }

        return end == BodyEnd.Orderly ? 0 : throw new IOException("injected fault: body cut");
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

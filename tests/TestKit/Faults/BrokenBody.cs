using System.Net.Sockets;

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
internal sealed class BrokenBody(Stream inner, int intactBytes, BodyEnd end) : AnswerStream(inner)
{
    private int _left = intactBytes;

    public static async Task<HttpResponseMessage> InsteadOfAsync(
        HttpResponseMessage answer, int intactBytes, BodyEnd end, CancellationToken cancellation)
    {
        await InsertAsync(answer, body => new BrokenBody(body, intactBytes, end), cancellation);
        return answer;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_left > 0)
        {
            var read = await Inner.ReadAsync(buffer[..Math.Min(buffer.Length, _left)], cancellationToken);
            _left -= read;
            return read;
        }

        if (end == BodyEnd.Stall)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        }

        return end == BodyEnd.Orderly ? 0 : throw new IOException("injected fault: body cut", new SocketException((int)SocketError.ConnectionReset));
    }
}

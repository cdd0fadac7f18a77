using System.Net;
using System.Net.Sockets;
using ComputeOperator.Kubernetes.Client;
using ComputeOperator.TestKit;

namespace ComputeOperator.Kubernetes.Tests.Client;

public sealed class FirstToConnectTests : IDisposable
{
    private static readonly IPAddress Silent = IPAddress.Parse("127.0.0.2");
    private static readonly IPAddress Closed = IPAddress.Parse("127.0.0.3");
    private static readonly IPAddress Open = IPAddress.Loopback;

    private readonly List<Socket> _opened = [];
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Socket _full = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly List<Socket> _waiting = [];

    public FirstToConnectTests()
    {
        _listener.Bind(new IPEndPoint(Open, 0));
        _listener.Listen();
    }

    private int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    [Fact]
    public async Task An_address_that_says_nothing_does_not_hold_up_the_next()
    {
        await FallSilentAsync();

        using var socket = await ConnectAsync(Silent, Open).WaitAsync(TimeSpan.FromSeconds(60));

        Assert.Equal(Open, ((IPEndPoint)socket.RemoteEndPoint!).Address);
        Assert.Equal(2, _opened.Count);
        await Eventually.Holds(() => _opened[0].SafeHandle.IsClosed);
    }

    [Fact]
    public async Task After_one_that_refuses_the_next_is_asked()
    {
        using var socket = await ConnectAsync(Closed, Open);
        Assert.Equal(Open, ((IPEndPoint)socket.RemoteEndPoint!).Address);
    }

    [Fact]
    public async Task When_all_refuse_the_reason_is_theirs()
    {
        var refused = await Assert.ThrowsAsync<SocketException>(() => ConnectAsync(Closed, Closed));
        Assert.Equal(SocketError.ConnectionRefused, refused.SocketErrorCode);
    }

    [Fact]
    public async Task It_ends_with_the_patience_of_the_caller()
    {
        await FallSilentAsync();
        using var patience = new CancellationTokenSource();
        var connecting = ConnectAsync([Silent, Silent], patience.Token);
        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting.WaitAsync(TimeSpan.FromSeconds(60)));
        await Eventually.Holds(() => _opened.All(socket => socket.SafeHandle.IsClosed));
    }

    public void Dispose()
    {
        _listener.Dispose();
        _full.Dispose();
        _waiting.ForEach(socket => socket.Dispose());
    }

    // Linux drops what comes to a listener whose queue is full.
    private async Task FallSilentAsync()
    {
        _full.Bind(new IPEndPoint(Silent, Port));
        _full.Listen(0);
        while (!IsUnanswered())
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            _waiting.Add(socket);
            var connecting = socket.ConnectAsync(new IPEndPoint(Silent, Port));
            await Eventually.Holds(() => connecting.IsCompleted || IsUnanswered());
        }
    }

    // The kernel has sent a SYN more than once: state 02, and a count of retransmissions.
    private bool IsUnanswered()
    {
        var silent = $"0200007F:{Port:X4}";
        return File.ReadLines("/proc/net/tcp").Any(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, _, var remote, "02", _, _, var retransmissions, ..]
            && remote == silent && retransmissions != "00000000");
    }

    private Task<Socket> ConnectAsync(params IPAddress[] addresses) => ConnectAsync(addresses, CancellationToken.None);

    private Task<Socket> ConnectAsync(IPAddress[] addresses, CancellationToken cancellation) =>
        new FirstToConnect(NewSocket, (_, _) => Task.FromResult(addresses)).ConnectAsync(new DnsEndPoint("api.test", Port), cancellation);

    private Socket NewSocket(IPAddress address)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        _opened.Add(socket);
        return socket;
    }
}

using System.Net;
using System.Net.Sockets;
using ComputeOperator.TestKit.Faults;

namespace ComputeOperator.Operator.Tests.Kit;

/// <summary>Stands between an operator and its API server, and can cut or silence what passes.</summary>
internal sealed class TcpProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Uri _server;
    private readonly Task _accepting;

    public TcpProxy(Uri server)
    {
        _server = server;
        _listener.Start();
        Address = new Uri($"https://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _accepting = AcceptAsync();
    }

    /// <summary>Where to connect instead.</summary>
    public Uri Address { get; }

    /// <summary>What to do to the connections.</summary>
    public SocketGate Gate { get; } = new();

    /// <summary>A copy of a kubeconfig that goes through here.</summary>
    public async Task<string> KubeconfigAsync(string kubeconfig)
    {
        var text = await File.ReadAllTextAsync(kubeconfig);
        var through = kubeconfig + ".proxy";
        await File.WriteAllTextAsync(through, text.Replace(_server.ToString().TrimEnd('/'), Address.ToString().TrimEnd('/'), StringComparison.Ordinal));
        return through;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        Gate.Cut();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                using var server = new TcpClient();
                await server.ConnectAsync(IPAddress.Loopback, _server.Port, _stop.Token);
                await using var gated = Gate.Wrap(client.GetStream());
                await using var upstream = server.GetStream();
                await Task.WhenAny(gated.CopyToAsync(upstream, _stop.Token), upstream.CopyToAsync(gated, _stop.Token));
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
            {
            }
        }
    }
}

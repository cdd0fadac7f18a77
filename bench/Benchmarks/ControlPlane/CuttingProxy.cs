using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace ComputeOperator.Benchmarks.ControlPlane;

/// <summary>Stands between the operator and the API server and cuts their connections when told to.</summary>
internal sealed class CuttingProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<Socket, Socket> _pairs = new();
    private readonly Uri _server;

    public CuttingProxy(Uri server)
    {
        _server = server;
        _listener.Start();
        Accepting = AcceptAsync();
    }

    public Uri Address => new($"https://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    private Task Accepting { get; }

    /// <summary>Resets every connection; new ones are welcome.</summary>
    public void CutAll()
    {
        foreach (var (inside, outside) in _pairs)
        {
            Cut(inside);
            Cut(outside);
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        CutAll();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ForwardAsync(await _listener.AcceptSocketAsync());
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The listener is closed.
        }
    }

    private async Task ForwardAsync(Socket inside)
    {
        using var outside = new Socket(SocketType.Stream, ProtocolType.Tcp);
        _pairs[inside] = outside;
        try
        {
            inside.NoDelay = outside.NoDelay = true;
            await outside.ConnectAsync(_server.Host, _server.Port);
            using var here = new NetworkStream(inside);
            using var there = new NetworkStream(outside);
            await Task.WhenAny(here.CopyToAsync(there), there.CopyToAsync(here));
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            // One end is gone; the other goes too.
        }
        finally
        {
            _pairs.TryRemove(inside, out _);
            inside.Dispose();
        }
    }

    private static void Cut(Socket socket)
    {
        try
        {
            socket.LingerState = new(true, 0);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Gone already.
        }

        socket.Dispose();
    }
}

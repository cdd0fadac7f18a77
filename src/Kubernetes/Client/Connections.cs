using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using ComputeOperator.Kubernetes.Configuration;

namespace ComputeOperator.Kubernetes.Client;

/// <summary>Makes the sockets and the TLS settings of a transport.</summary>
internal sealed class Connections(KubernetesClientConfiguration configuration, TransportOptions options)
{
    /// <summary>Unanswered probes after which the kernel gives a connection up: the last resort for servers without HTTP/2.</summary>
    private const int ProbesBeforeDead = 3;

    /// <summary>Linux's TCP_USER_TIMEOUT, in milliseconds.</summary>
    private const int TcpUserTimeout = 18;

    private readonly Lock _gate = new();
    private readonly List<WeakReference<Socket>> _sockets = [];

    /// <summary>Closes all; what is under way on them fails.</summary>
    public void CloseAll()
    {
        WeakReference<Socket>[] open;
        lock (_gate)
        {
            open = [.. _sockets];
            _sockets.Clear();
        }

        foreach (var reference in open)
        {
            if (reference.TryGetTarget(out var socket))
            {
                socket.Dispose();
            }
        }
    }

    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var socket = await new FirstToConnect(Open, Dns.GetHostAddressesAsync).ConnectAsync(context.DnsEndPoint, cancellation).ConfigureAwait(false);
        Remember(socket);
        var stream = new NetworkStream(socket, ownsSocket: true);
        return options.WrapConnection?.Invoke(stream) ?? stream;
    }

    /// <param name="own">The caller's certificate, then those that lead to its authority; empty: none.</param>
    public SslClientAuthenticationOptions TlsOptions(X509Certificate2Collection own)
    {
        var name = configuration.TlsServerName ?? configuration.Server.IdnHost;
        var tls = new SslClientAuthenticationOptions();
        if (configuration.InsecureSkipTlsVerify)
        {
#pragma warning disable CA5359 // Asked for by the configuration; the transport warns.
            tls.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
        }
        else if (configuration.CertificateAuthority is { } authorities)
        {
            tls.RemoteCertificateValidationCallback = new ServerCertificate(authorities, configuration.RenewCertificateAuthority, name).Validate;
        }

        if (own.Count > 0)
        {
            tls.ClientCertificateContext = SslStreamCertificateContext.Create(own[0], [.. own.Skip(1)], offline: true);
        }

        return tls;
    }

    private void Remember(Socket socket)
    {
        lock (_gate)
        {
            _sockets.RemoveAll(reference => !reference.TryGetTarget(out var other) || !other.Connected);
            _sockets.Add(new(socket));
        }
    }

    private Socket Open(IPAddress address)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        KeepAlive(socket);
        return socket;
    }

    private void KeepAlive(Socket socket)
    {
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, Seconds(options.PingInterval));
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, Seconds(options.PingTimeout / ProbesBeforeDead));
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, ProbesBeforeDead);
        if (OperatingSystem.IsLinux())
        {
            LimitUnacknowledged(socket);
        }
    }

    // What was sent and has not arrived is sent again for a quarter of an hour, and no probes are sent meanwhile.
    private void LimitUnacknowledged(Socket socket)
    {
        try
        {
            var limit = options.PingInterval + options.PingTimeout;
            socket.SetRawSocketOption((int)SocketOptionLevel.Tcp, TcpUserTimeout, BitConverter.GetBytes((int)limit.TotalMilliseconds));
        }
        catch (SocketException)
        {
            // A sandbox may not know it. The probes and pings remain.
        }
    }

    private static int Seconds(TimeSpan time) => Math.Max(1, (int)time.TotalSeconds);
}

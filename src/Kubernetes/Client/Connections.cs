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

    private readonly Lock _gate = new();
    private readonly List<WeakReference<Socket>> _sockets = [];
    private X509Certificate2? _certificate;

    /// <summary>
    /// Shows <paramref name="certificate"/> from now on. A server looks at a certificate once per connection, so those made with
    /// another are closed.
    /// </summary>
    public void Show(X509Certificate2 certificate)
    {
        WeakReference<Socket>[] outdated = [];
        lock (_gate)
        {
            if (_certificate?.Thumbprint != certificate.Thumbprint)
            {
                outdated = [.. _sockets];
                _sockets.Clear();
                _certificate = certificate;
            }
        }

        foreach (var reference in outdated)
        {
            if (reference.TryGetTarget(out var socket))
            {
                socket.Dispose();
            }
        }
    }

    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            KeepAlive(socket);
            await socket.ConnectAsync(context.DnsEndPoint, cancellation).ConfigureAwait(false);
            Remember(socket);
            var stream = new NetworkStream(socket, ownsSocket: true);
            return options.WrapConnection?.Invoke(stream) ?? stream;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public SslClientAuthenticationOptions TlsOptions()
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
            tls.RemoteCertificateValidationCallback = new ServerCertificate(authorities, name).Validate;
        }

        if (configuration.ClientCertificate is { Count: > 0 } own)
        {
            tls.ClientCertificateContext = SslStreamCertificateContext.Create(own[0], [.. own.Skip(1)], offline: true);
        }

        else if (configuration.Credentials is not null)
        {
            tls.LocalCertificateSelectionCallback = (_, _, _, _, _) => Shown()!;
        }

        return tls;
    }

    private X509Certificate2? Shown()
    {
        lock (_gate)
        {
            return _certificate;
        }
    }

    private void Remember(Socket socket)
    {
        lock (_gate)
        {
            _sockets.RemoveAll(reference => !reference.TryGetTarget(out var other) || !other.Connected);
            _sockets.Add(new(socket));
        }
    }

    private void KeepAlive(Socket socket)
    {
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, Seconds(options.PingInterval));
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, Seconds(options.PingTimeout / ProbesBeforeDead));
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, ProbesBeforeDead);
    }

    private static int Seconds(TimeSpan time) => Math.Max(1, (int)time.TotalSeconds);
}

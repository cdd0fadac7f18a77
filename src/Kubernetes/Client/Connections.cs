using System.Net.Security;
using System.Net.Sockets;
using ComputeOperator.Kubernetes.Configuration;

namespace ComputeOperator.Kubernetes.Client;

/// <summary>Makes the sockets and the TLS settings of a transport.</summary>
internal sealed class Connections(KubernetesClientConfiguration configuration, TransportOptions options)
{
    /// <summary>Unanswered probes after which the kernel gives a connection up: the last resort for servers without HTTP/2.</summary>
    private const int ProbesBeforeDead = 3;

    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            KeepAlive(socket);
            await socket.ConnectAsync(context.DnsEndPoint, cancellation).ConfigureAwait(false);
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
        var tls = new SslClientAuthenticationOptions { TargetHost = name };
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

        return tls;
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

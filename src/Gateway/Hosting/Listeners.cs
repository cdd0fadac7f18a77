using System.Net.Security;
using System.Security.Authentication;
using ComputeOperator.Gateway.Configuration;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace ComputeOperator.Gateway.Hosting;

/// <summary>Where the process listens, and what it lets clients do to it.</summary>
internal static class Listeners
{
    private const int LongestLine = 16 * 1024;
    private const int LargestHeaders = 32 * 1024;

    // What is received and nobody reads waits in memory, of each connection. The headers must fit in.
    private const int MostUnread = 64 * 1024;
    private const int MostUnreadOfStreams = 128 * 1024;

    // With what each may have unread, half of the memory that the deployment allows.
    private const int MostConnections = 1000;

    // What is taken beyond the largest body, only to be thrown away, before the connection is closed.
    private const long MostDiscarded = 16 * 1024 * 1024;

    public static void Configure(KestrelServerOptions kestrel, GatewayOptions options, ServerCertificateFile? certificate)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = options.MaxBodyBytes + MostDiscarded;
        kestrel.Limits.MaxRequestLineSize = LongestLine;
        kestrel.Limits.MaxRequestHeadersTotalSize = LargestHeaders;
        kestrel.Limits.MaxRequestBufferSize = MostUnread;
        kestrel.Limits.Http2.InitialStreamWindowSize = MostUnread;
        kestrel.Limits.Http2.InitialConnectionWindowSize = MostUnreadOfStreams;
        kestrel.Limits.MaxConcurrentConnections = MostConnections;
        kestrel.Listen(options.EffectiveBindAddress.ToEndPoint(), listen =>
        {
            if (certificate is not null)
            {
                listen.UseHttps(Tls(certificate));
            }
        });
        if (options.MetricsBindAddress is { } admin)
        {
            kestrel.Listen(admin.ToEndPoint(), listen => listen.Use(next => connection =>
            {
                connection.Features.Set(AdminListener.Instance);
                return next(connection);
            }));
        }
    }

    private static TlsHandshakeCallbackOptions Tls(ServerCertificateFile certificate) => new()
    {
        OnConnection = _ => new(new SslServerAuthenticationOptions
        {
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            ServerCertificateContext = certificate.Current,
        }),
    };
}

/// <summary>Marks connections of the address of metrics and probes.</summary>
internal sealed class AdminListener
{
    public static AdminListener Instance { get; } = new();
}

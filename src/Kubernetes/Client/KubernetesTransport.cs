using System.Net;
using System.Security.Cryptography.X509Certificates;
using ComputeOperator.Kubernetes.Configuration;
using ComputeOperator.Kubernetes.Meta;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ComputeOperator.Kubernetes.Client;

/// <summary>
/// The connections to one API server: HTTP/2 where the server speaks it, with pings that find a silently dead connection
/// within <see cref="TransportOptions.PingInterval"/> + <see cref="TransportOptions.PingTimeout"/> and a few seconds, watches included.
/// Where the platform sends no pings (HTTP/1.1, and HTTP/2 connections that take no more requests: dotnet/runtime#120179) the kernel
/// asks whoever is at the other end of the connection, which may be a proxy.
/// </summary>
public sealed partial class KubernetesTransport : IDisposable
{
    private const int StreamWindow = 1024 * 1024;

    /// <summary>Prepares the connections; the first is made by the first request.</summary>
    /// <param name="configuration">Which server, as whom.</param>
    /// <param name="options">How; null: the defaults.</param>
    /// <param name="logger">Told when certificates are not checked.</param>
    public KubernetesTransport(
        KubernetesClientConfiguration configuration, TransportOptions? options = null, ILogger<KubernetesTransport>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        Configuration = configuration;
        options ??= new();
        logger ??= NullLogger<KubernetesTransport>.Instance;
        if (configuration.InsecureSkipTlsVerify)
        {
            LogInsecure(logger, configuration.Server, configuration.Describe());
        }

        var connections = new Connections(configuration, options);
        var innermost = new CertifiedHandler(
            configuration.ClientCertificate, certificate => SocketsHandler(options, connections, certificate), connections.CloseAll);
        Http = new HttpClient(new RequestHandler(configuration, options, innermost, Chain(options.Handlers, innermost)))
        {
            BaseAddress = configuration.Server,
            DefaultRequestVersion = IsTls ? HttpVersion.Version20 : HttpVersion.Version11,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
            Timeout = options.AnswerTimeout,
        };
    }

    /// <summary>Which server is talked to, as whom.</summary>
    public KubernetesClientConfiguration Configuration { get; }

    /// <summary>
    /// The HTTP client; its base address is the server's. <see cref="HttpClient.Timeout"/> bounds the wait for an answer to begin when bodies
    /// are streamed, as <see cref="ResourceClient{T}"/> does, so that it leaves watches alone.
    /// </summary>
    public HttpClient Http { get; }

    private bool IsTls => Configuration.Server.Scheme == Uri.UriSchemeHttps;

    /// <summary>A client of one kind.</summary>
    public ResourceClient<T> For<T>(ResourceDefinition<T> definition)
        where T : class, IKubernetesObject => new(Http, definition);

    /// <summary>Closes the connections; requests and watches in flight fail.</summary>
    public void Dispose() => Http.Dispose();

    private static HttpMessageHandler Chain(IReadOnlyList<DelegatingHandler> handlers, HttpMessageHandler innermost)
    {
        foreach (var handler in handlers.Reverse())
        {
            handler.InnerHandler = innermost;
            innermost = handler;
        }

        return innermost;
    }

    private static WebProxy ProxyAt(Uri address) => new(address)
    {
        Credentials = address.UserInfo.Split(':', 2) is [{ Length: > 0 } user, .. var password]
            ? new NetworkCredential(Uri.UnescapeDataString(user), Uri.UnescapeDataString(string.Concat(password)))
            : null,
    };

    private SocketsHttpHandler SocketsHandler(TransportOptions options, Connections connections, X509Certificate2Collection certificate) => new()
    {
        ConnectCallback = connections.ConnectAsync,
        ConnectTimeout = options.ConnectTimeout,
        SslOptions = connections.TlsOptions(certificate),
        EnableMultipleHttp2Connections = true,
        InitialHttp2StreamWindowSize = StreamWindow,
        KeepAlivePingDelay = options.PingInterval,
        KeepAlivePingTimeout = options.PingTimeout,
        KeepAlivePingPolicy = HttpKeepAlivePingPolicy.Always,
        PooledConnectionLifetime = Timeout.InfiniteTimeSpan,
        Proxy = Configuration.Proxy is { } proxy ? ProxyAt(proxy) : new EnvironmentProxy(HttpClient.DefaultProxy, Environment.GetEnvironmentVariable),
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        // The operator's own spans describe its calls; a trace header per request would cost without being asked for.
        ActivityHeadersPropagator = null,
    };

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "The certificate of {Server} is not checked: insecure-skip-tls-verify is set in {Configuration}. Whoever is on the way can read and change everything.")]
    private static partial void LogInsecure(ILogger logger, Uri server, string configuration);
}

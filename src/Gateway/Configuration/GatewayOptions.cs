using ComputeOperator.Hosting.Configuration;

namespace ComputeOperator.Gateway.Configuration;

/// <summary>How the gateway runs. Set by flags and environment variables: see <see cref="GatewayFlags"/>.</summary>
public sealed class GatewayOptions
{
    /// <summary>The port of the REST API when no address is given.</summary>
    public const int DefaultPort = 8082;

    private const int DefaultMetricsPort = 8083;

    private bool _isMetricsBindAddressSet;

    /// <summary>Kubeconfig file; empty: KUBECONFIG, then ~/.kube/config, then the cluster it runs in.</summary>
    public string Kubeconfig { get; set; } = "";

    /// <summary>Context of the kubeconfig; empty: its current one.</summary>
    public string Context { get; set; } = "";

    /// <summary>Whose rights a request has.</summary>
    public AuthenticationMode Auth { get; set; } = AuthenticationMode.Token;

    /// <summary>Where the REST API listens; null: everywhere, or on this machine only when nobody is asked who he is.</summary>
    public BindAddress? BindAddress { get; set; }

    /// <summary>Certificate chain of the REST API in PEM; empty: no TLS.</summary>
    public string TlsCertFile { get; set; } = "";

    /// <summary>Private key of the certificate in PEM.</summary>
    public string TlsPrivateKeyFile { get; set; } = "";

    /// <summary>
    /// Where /metrics and the probes listen apart from the REST API; null: nowhere. Until it is set: everywhere, or on this machine only
    /// when nobody is asked who he is.
    /// </summary>
    public BindAddress? MetricsBindAddress
    {
        get => _isMetricsBindAddressSet ? field : new(DefaultHost, DefaultMetricsPort);
        set => (field, _isMetricsBindAddressSet) = (value, true);
    }

    /// <summary>How log lines are written.</summary>
    public LogFormat LogFormat { get; set; } = LogFormat.Text;

    /// <summary>The least severe level that is logged.</summary>
    public LogLevel LogLevel { get; set; } = LogLevel.Information;

    /// <summary>Whether each request is logged.</summary>
    public bool AccessLog { get; set; } = true;

    /// <summary>Requests per second of one caller; 0: no limit.</summary>
    public int RequestsPerSecond { get; set; } = 500;

    /// <summary>The largest body of a request, in bytes.</summary>
    public int MaxBodyBytes { get; set; } = 1024 * 1024;

    /// <summary>How long a request may take that does not wait for an operation.</summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a change waits for its operation before it is answered.</summary>
    public TimeSpan OperationWait { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Zones that are listed whether Instances are in them or not.</summary>
    public IReadOnlyList<string> Zones { get; set; } = DefaultZones;

    /// <summary>Zone of an Instance whose request names none; names in it are the names of the Kubernetes objects.</summary>
    public string DefaultZone { get; set; } = "us-central1-a";

    /// <summary>Whether start and stop are refused where there is nothing to do.</summary>
    public bool GceStrictState { get; set; } = true;

    /// <summary>Whether a tenant that a request names, and its namespace, are created when they do not exist.</summary>
    public bool AutoCreateTenants { get; set; }

    /// <summary>Machine type of Instances whose dialect has no word for it.</summary>
    public string DefaultMachineType { get; set; } = "small";

    /// <summary>What the links of the GCE dialect begin with.</summary>
    public string GceLinks { get; set; } = "https://www.googleapis.com/compute/v1";

    /// <summary>The zones listed by default.</summary>
    internal static IReadOnlyList<string> DefaultZones { get; } =
    [
        "us-central1-a", "us-central1-b", "us-central1-c", "us-central1-f",
        "us-east1-b", "us-east1-c", "us-east1-d", "us-west1-a", "us-west1-b", "us-west1-c",
        "europe-west1-b", "europe-west1-c", "europe-west1-d", "asia-east1-a", "asia-east1-b", "asia-east1-c",
    ];

    /// <summary>Where the REST API listens.</summary>
    internal BindAddress EffectiveBindAddress => BindAddress ?? new(DefaultHost, DefaultPort);

    private string DefaultHost => Auth == AuthenticationMode.None ? "127.0.0.1" : "";
}

/// <summary>Whose rights a request has on the API server.</summary>
public enum AuthenticationMode
{
    /// <summary>The caller's: the bearer token of the request goes through.</summary>
    Token,

    /// <summary>The gateway's own, whoever calls.</summary>
    None,
}

using System.Text.RegularExpressions;
using ComputeOperator.Hosting.Configuration;
using FlagValues = ComputeOperator.Hosting.Configuration.FlagValues<ComputeOperator.Gateway.Configuration.GatewayOptions>;

namespace ComputeOperator.Gateway.Configuration;

/// <summary>Every setting of the gateway, once.</summary>
public static partial class GatewayFlags
{
    /// <summary>The command line.</summary>
    public static FlagTable<GatewayOptions> Table { get; } = new(
        "compute-gateway", "Serves Instances as REST APIs that programs already speak.", All(), OptionProblems.Of);

    [GeneratedRegex("^[a-z]+-[a-z]+[0-9]+-[a-z]$")]
    internal static partial Regex ZoneName { get; }

    private static Flag<GatewayOptions>[] All() =>
    [
        new("kubeconfig", "FILE", "", "Kubeconfig file; without it KUBECONFIG, then ~/.kube/config, then the cluster the gateway runs in.",
            FlagValues.Text((o, v) => o.Kubeconfig = v)),
        new("context", "NAME", "", "Context of the kubeconfig; without it the current one.",
            FlagValues.Text((o, v) => o.Context = v)),
        new("auth", "token|none", "token", "Whose rights a request has: those of its bearer token, or the gateway's own for everyone (for a laptop or CI).",
            FlagValues.Choice<AuthenticationMode>((o, v) => o.Auth = v)),
        new("bind-address", "HOST:PORT", ":8082", "Where the REST API listens; with --auth=none the default is 127.0.0.1:8082.",
            FlagValues.Listener((o, v) => o.BindAddress = v)),
        new("tls-cert-file", "FILE", "", "Certificate chain of the REST API in PEM, read again when it changes; without it no TLS.",
            FlagValues.Text((o, v) => o.TlsCertFile = v)),
        new("tls-private-key-file", "FILE", "", "Private key of the certificate in PEM.",
            FlagValues.Text((o, v) => o.TlsPrivateKeyFile = v)),
        new("metrics-bind-address", "HOST:PORT", ":8083", "Where /metrics listens, and the probes too; 0: nowhere; with --auth=none the default is 127.0.0.1:8083.",
            FlagValues.Address((o, v) => o.MetricsBindAddress = v)),
        new("log-format", "text|json", "text", "How log lines are written.",
            FlagValues.Choice<LogFormat>((o, v) => o.LogFormat = v)),
        new("log-level", "LEVEL", "information", "The least severe level that is logged: trace, debug, information, warning, error, critical, none.",
            FlagValues.Choice<LogLevel>((o, v) => o.LogLevel = v)),
        new("access-log", "true|false", "true", "Whether each request is logged.",
            FlagValues.Switch((o, v) => o.AccessLog = v)),
        new("requests-per-second", "N", "500", "Requests per second of one caller, and as many at once; 0: no limit.",
            FlagValues.Number(0, 1_000_000, (o, v) => o.RequestsPerSecond = v)),
        new("max-body-bytes", "N", "1048576", "The largest body of a request.",
            FlagValues.Number(1024, 64 * 1024 * 1024, (o, v) => o.MaxBodyBytes = v)),
        new("request-timeout", "DURATION", "60s", "How long a request may take, apart from waiting for an operation.",
            FlagValues.Duration(TimeSpan.FromSeconds(1), TimeSpan.FromHours(1), (o, v) => o.RequestTimeout = v)),
        new("operation-wait", "DURATION", "10s", "How long a change waits for its operation to end before it is answered; 0: not at all.",
            FlagValues.Duration(TimeSpan.Zero, TimeSpan.FromMinutes(2), (o, v) => o.OperationWait = v)),
        new("zones", "NAME,...", string.Join(',', GatewayOptions.DefaultZones), "Zones that are listed whether Instances are in them or not.",
            Zones),
        new("default-zone", "NAME", "us-central1-a", "Zone of an Instance whose request names none; there the name of an Instance is the name of its Kubernetes object.",
            DefaultZone),
        new("auto-create-tenants", "true|false", "false", "Whether a tenant that a request to create an instance names is created with its namespace when it does not exist (for development).",
            FlagValues.Switch((o, v) => o.AutoCreateTenants = v)),
        new("default-machine-type", "NAME", "small", "Machine type of instances made by the lifecycle dialect, whose requests name none.",
            FlagValues.Name((o, v) => o.DefaultMachineType = v, required: true)),
        new("gce-strict-state", "true|false", "true", "Whether start of a running and stop of a stopped instance are refused; false: they succeed, as in Google Compute Engine.",
            FlagValues.Switch((o, v) => o.GceStrictState = v)),
        new("gce-links", "URL", "https://www.googleapis.com/compute/v1", "What links in answers of the GCE dialect begin with.",
            FlagValues.Text((o, v) => o.GceLinks = v.TrimEnd('/'))),
    ];

    private static string? Zones(GatewayOptions options, string text)
    {
        var names = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (names.Length == 0 || !names.All(name => ZoneName.IsMatch(name)))
        {
            return "a region and a letter such as us-central1-a; several separated by commas";
        }

        options.Zones = [.. names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return null;
    }

    private static string? DefaultZone(GatewayOptions options, string text)
    {
        var name = text.Trim();
        if (!ZoneName.IsMatch(name))
        {
            return "a region and a letter such as us-central1-a";
        }

        options.DefaultZone = name;
        return null;
    }
}

namespace ComputeOperator.Gateway.Configuration;

/// <summary>Finds settings that cannot be together.</summary>
internal static class OptionProblems
{
    public static IEnumerable<string> Of(GatewayOptions options)
    {
        if (options.TlsCertFile.Length == 0 != (options.TlsPrivateKeyFile.Length == 0))
        {
            yield return "--tls-cert-file and --tls-private-key-file belong together; allowed: both, or neither";
        }

        if (!Uri.TryCreate(options.GceLinks, UriKind.Absolute, out var links) || links.Scheme is not ("http" or "https"))
        {
            yield return $"--gce-links: '{options.GceLinks}' is not allowed; allowed: an http or https URL";
        }

        if (options.MetricsBindAddress is { Port: not 0 } metrics && metrics.Port == options.EffectiveBindAddress.Port)
        {
            yield return $"--metrics-bind-address {metrics} and --bind-address {options.EffectiveBindAddress} overlap; allowed: different ports";
        }
    }
}

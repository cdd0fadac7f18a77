using ComputeOperator.Kubernetes.LeaderElection;

namespace ComputeOperator.Operator.Configuration;

/// <summary>Finds settings that cannot be together.</summary>
internal static class OptionProblems
{
    public static IEnumerable<string> Of(OperatorOptions options, IReadOnlyList<string> providers)
    {
        if (!providers.Contains(options.DefaultProvider))
        {
            yield return $"--default-provider: '{options.DefaultProvider}' is not a provider; allowed: {string.Join(", ", providers)}";
        }

        if (options.MetricsBindAddress is { Port: not 0 } metrics && options.HealthBindAddress is { } health
            && metrics.Port == health.Port && metrics.Host != health.Host && (metrics.Host.Length == 0 || health.Host.Length == 0))
        {
            yield return $"--metrics-bind-address {metrics} and --health-probe-bind-address {health} overlap; allowed: the same address, or different ports";
        }

        var election = new LeaderElectionOptions
        {
            LeaseName = "any",
            Namespace = "any",
            LeaseDuration = options.LeaseDuration,
            RenewDeadline = options.RenewDeadline,
            RetryPeriod = options.RetryPeriod,
        };
        foreach (var problem in options.LeaderElect ? election.Problems() : [])
        {
            yield return InFlags(problem);
        }
    }

    private static string InFlags(string problem) => problem
        .Replace(nameof(LeaderElectionOptions.LeaseDuration), "--leader-elect-lease-duration", StringComparison.Ordinal)
        .Replace(nameof(LeaderElectionOptions.RenewDeadline), "--leader-elect-renew-deadline", StringComparison.Ordinal)
        .Replace(nameof(LeaderElectionOptions.RetryPeriod), "--leader-elect-retry-period", StringComparison.Ordinal);
}

using ComputeOperator.Kubernetes.LeaderElection;

namespace ComputeOperator.Operator.Configuration;

/// <summary>Turns flags and environment variables into options, and finds everything that is wrong with them at once.</summary>
public static class OptionsReader
{
    /// <summary>The options, and one line per problem.</summary>
    /// <param name="flags">Values of the flags that were given, by name.</param>
    /// <param name="environment">Looks an environment variable up; null when it is not set.</param>
    /// <param name="providers">Names of the providers there are.</param>
    public static (OperatorOptions Options, IReadOnlyList<string> Problems) Read(
        IReadOnlyDictionary<string, string> flags, Func<string, string?> environment, IReadOnlyList<string> providers)
    {
        var options = new OperatorOptions();
        var problems = new List<string>();
        foreach (var flag in OperatorFlags.All)
        {
            if (flags.TryGetValue(flag.Name, out var given))
            {
                Apply(flag, options, given, "--" + flag.Name, problems);
            }
            else if (environment(flag.EnvironmentVariable) is { Length: > 0 } inherited)
            {
                Apply(flag, options, inherited, flag.EnvironmentVariable, problems);
            }
        }

        problems.AddRange(Contradictions(options, providers));
        return (options, problems);
    }

    private static void Apply(OperatorFlag flag, OperatorOptions options, string text, string source, List<string> problems)
    {
        if (flag.Apply(options, text) is { } allowed)
        {
            problems.Add($"{source}: '{text}' is not allowed; allowed: {allowed}");
        }
    }

    private static IEnumerable<string> Contradictions(OperatorOptions options, IReadOnlyList<string> providers)
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
            yield return "--leader-elect-*: " + problem;
        }
    }
}

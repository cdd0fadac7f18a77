using ComputeOperator.Hosting.Configuration;
using ComputeOperator.Providers.Simulated;
using FlagValues = ComputeOperator.Hosting.Configuration.FlagValues<ComputeOperator.Operator.Configuration.OperatorOptions>;

namespace ComputeOperator.Operator.Configuration;

/// <summary>Every setting of the operator, once.</summary>
public static class OperatorFlags
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>The settings, in the order of the help.</summary>
    public static IReadOnlyList<Flag<OperatorOptions>> All { get; } =
    [
        new("kubeconfig", "FILE", "", "Kubeconfig file; without it KUBECONFIG, then ~/.kube/config, then the cluster the operator runs in.",
            FlagValues.Text((o, v) => o.Kubeconfig = v)),
        new("context", "NAME", "", "Context of the kubeconfig; without it the current one.",
            FlagValues.Text((o, v) => o.Context = v)),
        new("namespaces", "NAME,...", "", "Namespaces whose Instances are managed; without it all.",
            FlagValues.Names((o, v) => o.Namespaces = v)),
        new("workers", "N", "16", "How many Instances are worked on at once.",
            FlagValues.Number(1, 256, (o, v) => o.Workers = v)),
        new("resync-period", "DURATION", "10m", "How often a settled Instance is looked at again, plus up to a fifth.",
            FlagValues.Duration(TimeSpan.FromSeconds(1), TimeSpan.FromHours(24), (o, v) => o.ResyncPeriod = v)),
        new("leader-elect", "true|false", "true", "Whether only one of several operators acts.",
            FlagValues.Switch((o, v) => o.LeaderElect = v)),
        new("leader-elect-namespace", "NAME", "", "Namespace of the lease; without it POD_NAMESPACE, then that of the kubeconfig's context.",
            FlagValues.Name((o, v) => o.LeaderElectNamespace = v)),
        new("leader-elect-lease-duration", "DURATION", "15s", "How long a standby waits for a leader that has gone silent; whole seconds.",
            FlagValues.Duration(TimeSpan.FromSeconds(1), Hour, (o, v) => o.LeaseDuration = v)),
        new("leader-elect-renew-deadline", "DURATION", "10s", "How long a leader goes on without a renewal; less than the lease duration.",
            FlagValues.Duration(TimeSpan.FromMilliseconds(100), Hour, (o, v) => o.RenewDeadline = v)),
        new("leader-elect-retry-period", "DURATION", "2s", "Time between renewals; less than 5/6 of the renew deadline.",
            FlagValues.Duration(TimeSpan.FromMilliseconds(10), Hour, (o, v) => o.RetryPeriod = v)),
        new("metrics-bind-address", "HOST:PORT", ":8080", "Where /metrics listens; 0: nowhere.",
            FlagValues.Address((o, v) => o.MetricsBindAddress = v)),
        new("health-probe-bind-address", "HOST:PORT", ":8081", "Where /healthz, /livez and /readyz listen; 0: nowhere.",
            FlagValues.Address((o, v) => o.HealthBindAddress = v)),
        new("log-format", "text|json", "text", "How log lines are written.",
            FlagValues.Choice<LogFormat>((o, v) => o.LogFormat = v)),
        new("log-level", "LEVEL", "information", "The least severe level that is logged: trace, debug, information, warning, error, critical, none.",
            FlagValues.Choice<LogLevel>((o, v) => o.LogLevel = v)),
        new("events", "true|false", "true", "Whether Kubernetes events are written.",
            FlagValues.Switch((o, v) => o.Events = v)),
        new("events-per-second", "N", "50", "Events written per second on average; more are dropped and counted.",
            FlagValues.Fraction(0.1, 10000, (o, v) => o.EventsPerSecond = v)),
        new("default-provider", "NAME", SimulatedProvider.ProviderName, "Provider of an Instance whose spec.provider is absent.",
            FlagValues.Name((o, v) => o.DefaultProvider = v)),
        new("install-defaults", "true|false", "true", "Whether the leader creates the shipped machine types, and tenant default, that are absent when it begins.",
            FlagValues.Switch((o, v) => o.InstallDefaults = v)),
        .. Simulated(),
    ];

    /// <summary>The command line.</summary>
    /// <param name="providers">Names of the providers there are.</param>
    public static FlagTable<OperatorOptions> Table(IReadOnlyList<string> providers) => new(
        "compute-operator",
        "Runs Instances: walks each through its life on its provider.",
        All,
        options => OptionProblems.Of(options, providers));

    private static IEnumerable<Flag<OperatorOptions>> Simulated()
    {
        yield return Delay("create", "2s", "a simulated machine takes to be made", (s, v) => s.CreateDelay = v);
        yield return Delay("start", "0s", "a simulated machine takes to power on", (s, v) => s.StartDelay = v);
        yield return Delay("stop", "0s", "a simulated machine takes to stop when asked", (s, v) => s.StopDelay = v);
        yield return Delay("suspend", "0s", "a simulated machine takes to save its memory", (s, v) => s.SuspendDelay = v);
        yield return Delay("resume", "0s", "a simulated machine takes to restore its memory", (s, v) => s.ResumeDelay = v);
        yield return Delay("restart", "1s", "a simulated machine takes to come back from a restart", (s, v) => s.RestartDelay = v);
        yield return Delay("delete", "0s", "a simulated machine takes to be removed", (s, v) => s.DeleteDelay = v);
        yield return new("simulated-jitter", "FRACTION", "0", "By which fraction simulated delays vary up and down.",
            FlagValues.Fraction(0, 1, (o, v) => o.Simulated.Jitter = v));
        yield return new("simulated-suspend", "true|false", "true", "Whether simulated machines can be suspended.",
            FlagValues.Switch((o, v) => o.Simulated.Suspend = v));
        yield return new("simulated-hard-reset", "true|false", "true", "Whether simulated machines have a reset button.",
            FlagValues.Switch((o, v) => o.Simulated.HardReset = v));
    }

    private static Flag<OperatorOptions> Delay(string step, string standard, string what, Action<SimulatedProviderOptions, TimeSpan> set) =>
        new($"simulated-{step}-delay", "DURATION", standard, $"How long {what}.",
            FlagValues.Duration(TimeSpan.Zero, Hour, (o, v) => set(o.Simulated, v)));
}

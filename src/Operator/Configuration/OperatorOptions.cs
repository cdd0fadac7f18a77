using ComputeOperator.Hosting.Configuration;
using ComputeOperator.Providers.Simulated;

namespace ComputeOperator.Operator.Configuration;

/// <summary>How the operator runs. Set by flags and environment variables: see <see cref="OperatorFlags"/>.</summary>
public sealed class OperatorOptions
{
    /// <summary>Kubeconfig file; empty: KUBECONFIG, then ~/.kube/config, then the cluster it runs in.</summary>
    public string Kubeconfig { get; set; } = "";

    /// <summary>Context of the kubeconfig; empty: its current one.</summary>
    public string Context { get; set; } = "";

    /// <summary>Namespaces whose Instances are managed; empty: all.</summary>
    public IReadOnlyList<string> Namespaces { get; set; } = [];

    /// <summary>How many Instances are worked on at once.</summary>
    public int Workers { get; set; } = 16;

    /// <summary>How often a settled Instance is looked at again, plus up to a fifth.</summary>
    public TimeSpan ResyncPeriod { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Whether only one of several operators acts.</summary>
    public bool LeaderElect { get; set; } = true;

    /// <summary>Namespace of the lease; empty: POD_NAMESPACE, then that of the kubeconfig's context.</summary>
    public string LeaderElectNamespace { get; set; } = "";

    /// <summary>How long a standby waits for a leader that has gone silent.</summary>
    public TimeSpan LeaseDuration { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a leader goes on without a renewal.</summary>
    public TimeSpan RenewDeadline { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Time between renewals.</summary>
    public TimeSpan RetryPeriod { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Where /metrics listens; null: nowhere.</summary>
    public BindAddress? MetricsBindAddress { get; set; } = new("", 8080);

    /// <summary>Where /healthz, /livez and /readyz listen; null: nowhere.</summary>
    public BindAddress? HealthBindAddress { get; set; } = new("", 8081);

    /// <summary>How log lines are written.</summary>
    public LogFormat LogFormat { get; set; } = LogFormat.Text;

    /// <summary>The least severe level that is logged.</summary>
    public LogLevel LogLevel { get; set; } = LogLevel.Information;

    /// <summary>Whether Kubernetes events are written.</summary>
    public bool Events { get; set; } = true;

    /// <summary>Events per second on average.</summary>
    public double EventsPerSecond { get; set; } = 50;

    /// <summary>Whether the leader creates shipped objects that are absent when it begins.</summary>
    public bool InstallDefaults { get; set; } = true;

    /// <summary>The provider of an Instance that names none.</summary>
    public string DefaultProvider { get; set; } = SimulatedProvider.ProviderName;

    /// <summary>How simulated machines behave.</summary>
    public SimulatedProviderOptions Simulated { get; } = new();
}

using System.Diagnostics.Metrics;
using ComputeOperator.Compute.Lifecycle;
using ComputeOperator.Compute.Planning;
using ComputeOperator.Entities.V1;
using ComputeOperator.Kubernetes.Informers;

namespace ComputeOperator.Operator.Telemetry;

/// <summary>What the operator counts and times about Instances.</summary>
internal sealed class InstanceMetrics : IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "compute_operator.instances";

    private static readonly (InstancePhase Phase, KeyValuePair<string, object?> Label)[] Phases =
        [.. Enum.GetValues<InstancePhase>().Select(p => (p, new KeyValuePair<string, object?>("phase", Word(p))))];

    private readonly Meter _meter = new(MeterName);
    private readonly Histogram<double> _transitions;
    private readonly Counter<long> _operations;

    /// <param name="instances">Where the Instances are counted.</param>
    /// <param name="malformed">How many cannot be read.</param>
    /// <param name="leads">Whether this operator leads: only then are they its to count, so that a sum over operators is right.</param>
    public InstanceMetrics(Store<Instance> instances, Func<int> malformed, Func<bool> leads)
    {
        _transitions = _meter.CreateHistogram(
            "compute_instance_transition_duration_seconds", "s", "Time spent in a phase before the next was entered.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 3600] });
        _operations = _meter.CreateCounter<long>(
            "compute_provider_operations_total", null, "What providers were asked for, by result. To observe a machine is counted only where it failed.");
        _meter.CreateObservableGauge("compute_instance_phase", () => leads() ? CountPhases(instances) : [], null, "Instances in each phase.");
        _meter.CreateObservableGauge(
            "compute_instances_malformed", () => leads() ? [new Measurement<int>(malformed())] : Array.Empty<Measurement<int>>(), null, "Instances that cannot be read and are skipped.");
    }

    /// <summary>A provider was asked for something, or was not. To look at a machine counts only where it failed: each pass begins with it.</summary>
    public void Performed(string provider, PassResult pass)
    {
        if (pass.Outcome is not Outcome.NotAsked)
        {
            _operations.Add(
                1,
                new("provider", provider),
                new("operation", pass.Plan.Step.Action is { } verb ? Word(verb) : "observe"),
                new("result", pass.Outcome is Outcome.Failed ? "error" : "success"));
        }
    }

    /// <summary>A status was persisted.</summary>
    public void Written(InstanceStatus? before, PassResult pass)
    {
        if (before?.Phase is { } from && pass.Status.Phase is { } to && from != to && before.PhaseTransitionTimestamp is { } since)
        {
            // A clock that is set back must not lower the sum: it would be taken for a restart.
            _transitions.Record(Math.Max(0, (pass.Situation.Now - since).TotalSeconds), new("from", Word(from)), new("to", Word(to)));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private static IEnumerable<Measurement<int>> CountPhases(Store<Instance> instances)
    {
        var counts = new int[Phases.Length];
        foreach (var instance in instances.Snapshot())
        {
            if (instance.Status?.Phase is { } phase)
            {
                counts[(int)phase]++;
            }
        }

        return Phases.Select(p => new Measurement<int>(counts[(int)p.Phase], p.Label));
    }

    private static string Word(InstancePhase phase) => phase switch
    {
        InstancePhase.Provisioning => "PROVISIONING",
        InstancePhase.Staging => "STAGING",
        InstancePhase.Running => "RUNNING",
        InstancePhase.Stopping => "STOPPING",
        InstancePhase.Terminated => "TERMINATED",
        InstancePhase.Suspending => "SUSPENDING",
        InstancePhase.Suspended => "SUSPENDED",
        InstancePhase.Repairing => "REPAIRING",
    };

    private static string Word(Verb verb) => verb switch
    {
        Verb.Create => "create",
        Verb.SetPower { Target: PowerState.Running } => "start",
        Verb.SetPower { Target: PowerState.Suspended } => "suspend",
        Verb.SetPower { Force: true } => "force-stop",
        Verb.SetPower => "stop",
        Verb.Reset => "reset",
        _ => "delete",
    };
}

using ComputeOperator.Entities.V1;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Gateway.Tests.Kit;

/// <summary>Instances for tests of pure functions.</summary>
internal static class AnInstance
{
    public static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    /// <summary>One in a phase, with a wish, an operation under way, and whether it is stuck.</summary>
    public static Instance Of(
        InstancePhase? phase, PowerState wanted = PowerState.Running, OperationType? active = null, bool stalled = false, bool deleting = false, bool started = true) => new()
        {
            Metadata = new()
            {
                Name = "web",
                Namespace = "ns",
                Uid = "uid-1",
                ResourceVersion = "7",
                Generation = 1,
                CreationTimestamp = Now.AddHours(-1),
                DeletionTimestamp = deleting ? Now : null,
            },
            Spec = new() { MachineType = "small", PowerState = wanted },
            Status = phase is null ? null : new()
            {
                Phase = phase,
                LastStartTimestamp = started ? Now.AddMinutes(-1) : null,
                Operations = active is { } type ? [new() { Id = "1", Type = type, StartTime = Now, Status = OperationStatus.Running, Progress = 0 }] : null,
                Conditions = stalled ? [new() { Type = InstanceConditions.Stalled, Status = ConditionStatus.True, Reason = "R", Message = "m", LastTransitionTime = Now }] : null,
            },
        };

    /// <summary>Every state that one can be in.</summary>
    public static IEnumerable<Instance> All() =>
        from phase in Enum.GetValues<InstancePhase>().Select(phase => (InstancePhase?)phase).Prepend(null)
        from wanted in Enum.GetValues<PowerState>()
        from active in Enum.GetValues<OperationType>().Select(type => (OperationType?)type).Prepend(null)
        from stalled in new[] { false, true }
        from deleting in new[] { false, true }
        from started in new[] { false, true }
        select Of(phase, wanted, active, stalled, deleting, started);
}

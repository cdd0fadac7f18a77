using ComputeOperator.Gateway.Instances;

namespace ComputeOperator.Gateway.Gce.Instances;

/// <summary>What a request comes to, given the instance as it is.</summary>
/// <param name="Change">What to write.</param>
/// <param name="IsRefused">Whether the instance is in no state for it: nothing is written, and the operation says so.</param>
internal sealed record Decision(InstanceChange Change, bool IsRefused = false)
{
    public static Decision NothingToDo { get; } = new(InstanceChange.Nothing);

    public static Decision Refused { get; } = new(InstanceChange.Nothing, IsRefused: true);

    public static Decision Write(SpecFields spec) => new(new InstanceChange { Spec = spec });
}

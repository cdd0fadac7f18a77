using ComputeOperator.Compute.Lifecycle;
using ComputeOperator.Entities.V1;

namespace ComputeOperator.Compute.Planning;

/// <summary>What was decided about an instance, and on what grounds.</summary>
/// <param name="Goal">Where it should be heading.</param>
/// <param name="Step">What to do next.</param>
/// <param name="Acceptance">Whether its references hold.</param>
public sealed record Plan(Goal Goal, Step Step, Acceptance Acceptance)
{
    /// <summary>The phase after the step, whatever comes of it.</summary>
    public InstancePhase? PhaseAfter(Situation situation) => Step is Step.Enter enter ? enter.Phase : situation.Phase;
}

using ComputeOperator.Kubernetes.Queue;

namespace ComputeOperator.Kubernetes.Controllers;

/// <summary>What an <see cref="EntityController{T}"/> is called and how much it does at a time.</summary>
public sealed record EntityControllerOptions
{
    /// <summary>Label <c>controller</c> of its metrics, and what logs call it.</summary>
    public required string Name { get; init; }

    /// <summary>How many objects are looked at at the same time.</summary>
    public int Workers { get; init; } = 16;

    /// <summary>
    /// How long looks under way may go on after the loop is asked to stop, before they are cancelled. 4 s: less than a leader leaves its
    /// work, and a write that was sent gets its answer instead of arriving after the lease was given back.
    /// </summary>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>How long an object waits after failures.</summary>
    public BackoffPolicy Backoff { get; init; } = BackoffPolicy.ForKeys;
}

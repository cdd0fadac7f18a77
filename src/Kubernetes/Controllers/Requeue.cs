namespace ComputeOperator.Kubernetes.Controllers;

/// <summary>When a controller wants to see an object again. A change of the object by others brings it back in any case.</summary>
public abstract record Requeue
{
    private Requeue()
    {
    }

    /// <summary>When it changes.</summary>
    public sealed record Done : Requeue;

    /// <summary>After a time, or sooner when it changes.</summary>
    /// <param name="Delay">The time.</param>
    public sealed record After(TimeSpan Delay) : Requeue
    {
        /// <summary>Whether nothing waits for this look, as for a periodic one: it then gives way to others.</summary>
        public bool Background { get; init; }
    }

    /// <summary>At once, before other objects; after ten times in a row, after those who wait already.</summary>
    public sealed record Now : Requeue;
}

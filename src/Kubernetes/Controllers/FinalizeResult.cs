namespace ComputeOperator.Kubernetes.Controllers;

/// <summary>How far the clean-up of a deleted object has come.</summary>
public abstract record FinalizeResult
{
    private FinalizeResult()
    {
    }

    /// <summary>All is cleaned up: the finalizer is removed.</summary>
    public sealed record Finished : FinalizeResult;

    /// <summary>Not yet: the finalizer stays.</summary>
    /// <param name="Requeue">When to look again.</param>
    public sealed record Later(Requeue Requeue) : FinalizeResult;
}

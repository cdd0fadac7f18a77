namespace ComputeOperator.Kubernetes.Controllers;

/// <summary>A write was not sent because this process may no longer write: its lease has run out.</summary>
public sealed class WriteFencedException : Exception
{
    /// <summary>The write was not sent.</summary>
    public WriteFencedException()
        : base("Not sent: this process is not the leader any more.")
    {
    }
}

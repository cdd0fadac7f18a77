namespace ComputeOperator.Kubernetes.Queue;

/// <summary>Which line a key waits in.</summary>
public enum KeyPriority
{
    /// <summary>Something happened to the object just now.</summary>
    Fresh,

    /// <summary>The object is looked at because all are: at start, after a relist, from time to time.</summary>
    Background,
}

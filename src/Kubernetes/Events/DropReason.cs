namespace ComputeOperator.Kubernetes.Events;

/// <summary>Why an event was not recorded.</summary>
internal enum DropReason
{
    /// <summary>More events than may be written: the queue was full.</summary>
    QueueFull,

    /// <summary>RBAC does not allow it.</summary>
    Forbidden,

    /// <summary>The namespace is being deleted: nothing can be created in it any more.</summary>
    NamespaceTerminating,

    /// <summary>There is no such namespace (any more).</summary>
    NotFound,

    /// <summary>The API server found the event invalid.</summary>
    Rejected,

    /// <summary>The API server could not be reached, also after retries.</summary>
    Unavailable,

    /// <summary>The process ended first.</summary>
    Shutdown,
}

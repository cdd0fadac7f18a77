namespace ComputeOperator.Kubernetes.Client;

/// <summary>Which changes a watch follows.</summary>
public sealed record WatchOptions
{
    /// <summary>Version after which to begin.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary>Whether to send the objects that exist first, then a bookmark that says so (a streamed list).</summary>
    public bool SendInitialEvents { get; init; }

    /// <summary>When the server should end the watch, to the second; absent: as the server likes (30 to 60 minutes).</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Field selector.</summary>
    public string? FieldSelector { get; init; }

    /// <summary>Called when the server has begun to answer, which it does before anything happens; absent: nobody is told.</summary>
    public Action? Answered { get; init; }

    /// <summary>Which additions and changes need not be read, because the caller holds that version; absent: none.</summary>
    public WatchSkip? Skip { get; init; }
}

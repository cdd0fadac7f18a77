namespace ComputeOperator.Kubernetes.Queue;

/// <summary>What a <see cref="WorkQueue{TKey}"/> is called and how it backs off.</summary>
public sealed record WorkQueueOptions
{
    /// <summary>Label <c>name</c> of its metrics.</summary>
    public string Name { get; init; } = "";

    /// <summary>Label <c>controller</c> of its metrics; absent: the name.</summary>
    public string? Controller { get; init; }

    /// <summary>How long keys wait that are added after a failure.</summary>
    public BackoffPolicy Backoff { get; init; } = BackoffPolicy.ForKeys;

    /// <summary>Where jitter comes from.</summary>
    public Random Random { get; init; } = Random.Shared;
}

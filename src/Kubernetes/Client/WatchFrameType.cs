namespace ComputeOperator.Kubernetes.Client;

/// <summary>What a line of a watch reports.</summary>
internal enum WatchFrameType
{
    Unknown,
    Added,
    Modified,
    Deleted,
    Bookmark,
    Error,
}

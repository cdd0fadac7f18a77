using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Kubernetes.Client;

/// <summary>One thing that a watch or a streamed list reported.</summary>
public abstract record WatchEvent<T>
    where T : class, IKubernetesObject
{
    private WatchEvent()
    {
    }

    /// <summary>The object was created, or changed into what the selector matches.</summary>
    public sealed record Added(T Entity) : WatchEvent<T>;

    /// <summary>The object changed.</summary>
    public sealed record Modified(T Entity) : WatchEvent<T>;

    /// <summary>The object is gone; this is its last state.</summary>
    public sealed record Deleted(T Entity) : WatchEvent<T>;

    /// <summary>Nothing happened up to this version; <paramref name="InitialEventsEnd"/> closes a streamed list.</summary>
    public sealed record Bookmark(string ResourceVersion, bool InitialEventsEnd) : WatchEvent<T>;

    /// <summary>The server ended the watch with an error, <c>410 Expired</c> above all.</summary>
    public sealed record Failed(Status Status) : WatchEvent<T>;

    /// <summary>An object that does not fit <typeparamref name="T"/>; the others go on.</summary>
    public sealed record Malformed(MalformedObject Object) : WatchEvent<T>;
}

using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Kubernetes.Client;

/// <summary>Objects of one kind on the API server. Every call throws <see cref="KubernetesException"/> for an error answer.</summary>
/// <typeparam name="T">The kind.</typeparam>
public sealed class ResourceClient<T>(HttpClient http, ResourceDefinition<T> definition)
    where T : class, IKubernetesObject
{
    /// <summary>Where the kind lives in the API.</summary>
    public ResourceDefinition<T> Definition { get; } = definition;

    /// <summary>Reads one object; null when there is none.</summary>
    public Task<T?> GetAsync(ResourceKey key, CancellationToken cancellation = default) => throw new NotSupportedException(http.ToString());

    /// <summary>Reads one page.</summary>
    public Task<ResourceList<T>> ListPageAsync(string? ns, ListOptions options, CancellationToken cancellation = default) => throw new NotSupportedException();

    /// <summary>Follows changes until the server or <paramref name="cancellation"/> ends it; each object decoded on its own.</summary>
    public IAsyncEnumerable<WatchEvent<T>> WatchAsync(string? ns, WatchOptions options, CancellationToken cancellation = default) => throw new NotSupportedException();

    /// <summary>Creates an object and returns it as stored.</summary>
    public Task<T> CreateAsync(T entity, string fieldManager, CancellationToken cancellation = default) => throw new NotSupportedException();

    /// <summary>Patches an object, or a subresource of it, and returns it as stored.</summary>
    public Task<T> PatchAsync(ResourceKey key, Patch patch, PatchOptions options, CancellationToken cancellation = default) => throw new NotSupportedException();

    /// <summary>Deletes an object; false when there is none.</summary>
    public Task<bool> DeleteAsync(ResourceKey key, DeleteOptions options, CancellationToken cancellation = default) => throw new NotSupportedException();
}

/// <summary>One page of a list.</summary>
/// <param name="Items">The objects that could be read.</param>
/// <param name="Malformed">The objects that could not.</param>
/// <param name="Metadata">Version of the list and token of the next page.</param>
public sealed record ResourceList<T>(IReadOnlyList<T> Items, IReadOnlyList<MalformedObject> Malformed, ListMeta Metadata);

/// <summary>Which objects a list reads and in what pieces.</summary>
public sealed record ListOptions
{
    /// <summary>Most objects on one page; absent: all.</summary>
    public int? Limit { get; init; }

    /// <summary>Token from the page before.</summary>
    public string? Continue { get; init; }

    /// <summary>Version to read at; "0" allows the server's cache.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary>Label selector.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>Field selector.</summary>
    public string? FieldSelector { get; init; }
}

/// <summary>Which changes a watch follows.</summary>
public sealed record WatchOptions
{
    /// <summary>Version after which to begin.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary>Whether to send the objects that exist first, then a bookmark that says so (a streamed list).</summary>
    public bool SendInitialEvents { get; init; }

    /// <summary>When the server should end the watch.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Label selector.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>Field selector.</summary>
    public string? FieldSelector { get; init; }
}

/// <summary>How a patch is applied.</summary>
/// <param name="FieldManager">Who owns the fields named (at most 128 characters).</param>
public sealed record PatchOptions(string FieldManager)
{
    /// <summary><c>status</c>, or absent for the object itself.</summary>
    public string? Subresource { get; init; }

    /// <summary>Server-side apply only: take over fields that others own.</summary>
    public bool Force { get; init; }
}

/// <summary>Under what conditions and how an object is deleted.</summary>
public sealed record DeleteOptions
{
    /// <summary>Delete only the object with this uid; 409 otherwise.</summary>
    public string? Uid { get; init; }

    /// <summary>Delete only this version; 409 otherwise.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary>Seconds a Pod gets to end; absent: as the object says.</summary>
    public long? GracePeriodSeconds { get; init; }

    /// <summary>Background, Foreground or Orphan; absent: the kind's default.</summary>
    public string? PropagationPolicy { get; init; }
}

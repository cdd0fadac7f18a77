using System.Text.Json.Serialization;

namespace ComputeOperator.Kubernetes.Meta;

/// <summary>
/// The part of <c>meta/v1 ObjectMeta</c> that a controller reads. <c>managedFields</c> is left out on purpose: it is
/// the largest part of most objects and nothing here needs it.
/// </summary>
public sealed record ObjectMeta
{
    /// <summary>Name, unique for the kind within its namespace.</summary>
    public string? Name { get; init; }

    /// <summary>Prefix from which the API server makes a name when <see cref="Name"/> is absent.</summary>
    public string? GenerateName { get; init; }

    /// <summary>Namespace; absent for cluster-scoped kinds.</summary>
    [JsonConverter(typeof(PooledStringConverter))]
    public string? Namespace { get; init; }

    /// <summary>Identity of this one object for ever: a later object of the same name has another.</summary>
    public string? Uid { get; init; }

    /// <summary>The version of this copy. Treated as opaque but for "is it newer", which Kubernetes 1.35 made a promise.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary>Counts the changes of what is wanted; changes of metadata and status leave it alone.</summary>
    public long? Generation { get; init; }

    /// <summary>When the API server accepted the object.</summary>
    public DateTimeOffset? CreationTimestamp { get; init; }

    /// <summary>When deletion was asked for; the object stays until its finalizers are gone.</summary>
    public DateTimeOffset? DeletionTimestamp { get; init; }

    /// <summary>Who must act before the object may go.</summary>
    public IReadOnlyList<string>? Finalizers { get; init; }

    /// <summary>Selectable key-value pairs.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>Key-value pairs that are carried, not selected by.</summary>
    public IReadOnlyDictionary<string, string>? Annotations { get; init; }

    /// <summary>Objects this one goes with.</summary>
    public IReadOnlyList<OwnerReference>? OwnerReferences { get; init; }

    /// <summary>Whether deletion was asked for.</summary>
    public bool IsDeleting() => DeletionTimestamp is not null;

    /// <summary>Whether the finalizer named <paramref name="finalizer"/> is present.</summary>
    public bool HasFinalizer(string finalizer) => Finalizers is { } all && all.Contains(finalizer);

    /// <summary>The value of an annotation, or null.</summary>
    public string? Annotation(string key) => Annotations?.GetValueOrDefault(key);
}

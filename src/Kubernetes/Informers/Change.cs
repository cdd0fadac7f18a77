using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Kubernetes.Informers;

/// <summary>One step in the life of an object, as a <see cref="Store{T}"/> saw it.</summary>
/// <typeparam name="T">The kind.</typeparam>
/// <param name="Kind">What happened.</param>
/// <param name="Old">What the store held before; null for <see cref="ChangeKind.Added"/>.</param>
/// <param name="New">What it holds now; null when it holds nothing any more.</param>
/// <param name="Source">How it was noticed.</param>
public readonly record struct Change<T>(ChangeKind Kind, T? Old, T? New, ChangeSource Source)
    where T : class, IKubernetesObject
{
    /// <summary>The object as last seen.</summary>
    public T Latest => New ?? Old!;

    /// <summary>Which object.</summary>
    public ResourceKey Key => ResourceKey.Of(Latest);
}

/// <summary>What happened to an object.</summary>
public enum ChangeKind
{
    /// <summary>The store has it for the first time.</summary>
    Added,

    /// <summary>It has a new version: spec, status, labels, annotations, anything.</summary>
    Modified,

    /// <summary>It is gone, or went while nobody could tell.</summary>
    Deleted,

    /// <summary>It is still there but no longer fits its type; the store drops it until it does.</summary>
    Unreadable,
}

/// <summary>How a change was noticed.</summary>
public enum ChangeSource
{
    /// <summary>By listing: at start, or after changes may have been missed.</summary>
    List,

    /// <summary>By watching: it happened just now, and somebody else did it.</summary>
    Watch,

    /// <summary>This process did it.</summary>
    OwnWrite,
}

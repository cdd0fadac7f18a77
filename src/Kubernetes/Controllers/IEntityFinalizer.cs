using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Kubernetes.Controllers;

/// <summary>
/// Cleans up after an object. Its finalizer is put on every object before anything is done for it, and taken off, by name,
/// when the clean-up is finished; finalizers of others are left alone.
/// </summary>
/// <typeparam name="T">The kind.</typeparam>
public interface IEntityFinalizer<in T>
    where T : class, IKubernetesObject
{
    /// <summary>Name of the finalizer, <c>domain/word</c>.</summary>
    string Name { get; }

    /// <summary>Does the next part of the clean-up. Called again after an exception, and after a restart, until it is finished.</summary>
    Task<FinalizeResult> FinalizeAsync(T entity, CancellationToken cancellation);
}

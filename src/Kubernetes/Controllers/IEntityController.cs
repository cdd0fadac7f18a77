using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Kubernetes.Controllers;

/// <summary>Makes what is equal what is wanted, one object at a time.</summary>
/// <typeparam name="T">The kind.</typeparam>
public interface IEntityController<in T>
    where T : class, IKubernetesObject
{
    /// <summary>
    /// Looks at an object that is not being deleted and does what is next. Called for one object by one worker at a time;
    /// an exception is logged and the object comes again after a back-off.
    /// </summary>
    Task<Requeue> ReconcileAsync(T entity, CancellationToken cancellation);
}

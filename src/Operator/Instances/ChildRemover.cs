using ComputeOperator.Entities.V1;
using ComputeOperator.Kubernetes.Client;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Operator.Instances;

/// <summary>Deletes the Instances that have a parent which is being deleted.</summary>
internal sealed partial class ChildRemover(ResourceClient<Instance> client, Func<bool> mayWrite, ILogger<ChildRemover> logger)
{
    public async Task RemoveAsync(IEnumerable<Instance> children, CancellationToken cancellation)
    {
        foreach (var child in children.Where(c => !c.Metadata.IsDeleting() && mayWrite()))
        {
            try
            {
                await client.DeleteAsync(ResourceKey.Of(child), new DeleteOptions { Uid = child.Metadata.Uid }, cancellation);
            }
            catch (KubernetesException e) when (e.IsConflict || e.Status.Reason == "Invalid" || e is { IsForbidden: true, MissingRight: null })
            {
                // A child that is protected keeps its parent; the parent's status names it, and the next look tries again.
                LogRefused(ResourceKey.Of(child), e.Message);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Instance {Instance} was not deleted with its parent: {Error}")]
    private partial void LogRefused(ResourceKey instance, string error);
}

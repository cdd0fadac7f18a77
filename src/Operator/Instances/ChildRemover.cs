using System.Net;
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
            catch (KubernetesException e) when (IsOfThisChild(e))
            {
                // A child that is protected keeps its parent; the parent's status names it, and the next look tries again. Its siblings go.
                LogRefused(ResourceKey.Of(child), e.Message);
            }
        }
    }

    // A webhook that refuses may answer with any code; 400 where it names none (apiserver, plugin/webhook/errors).
    private static bool IsOfThisChild(KubernetesException e) =>
        (int)e.StatusCode is >= 400 and < 500
        && e.StatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests)
        && e.MissingRight is null;

    [LoggerMessage(Level = LogLevel.Information, Message = "Instance {Instance} was not deleted with its parent: {Error}")]
    private partial void LogRefused(ResourceKey instance, string error);
}

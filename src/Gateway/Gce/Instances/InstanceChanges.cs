using ComputeOperator.Entities.V1;
using ComputeOperator.Gateway.Gce.Operations;
using ComputeOperator.Gateway.Identity;
using ComputeOperator.Gateway.Instances;

namespace ComputeOperator.Gateway.Gce.Instances;

/// <summary>The one way in which requests change an instance that exists: find it, decide, write, answer with the operation.</summary>
internal sealed class InstanceChanges(GceSettings settings, ZoneOperations operations, TimeProvider time)
{
    /// <summary>Changes the instance that a path means.</summary>
    /// <param name="target">Which one, and who asks.</param>
    /// <param name="kind">What it is as an operation.</param>
    /// <param name="decide">What to do, given the instance as it is.</param>
    public async Task<IResult> ApplyAsync(ChangeTarget target, OperationKind kind, Func<Instance, Decision> decide)
    {
        var (context, cluster, cancellation) = (target.Context, target.Cluster, target.Context.RequestAborted);
        var requestId = RequestId.Of(context.Request.Query);
        var found = await InstanceLookup.GetAsync(cluster, target.Project, target.Zone, target.Name, settings.DefaultZone, cancellation);
        var refused = false;
        var changed = await cluster.Instances.ChangeAsync(
            found,
            instance =>
            {
                if (requestId is not null && AnsweredRequests.Find(instance.Metadata, requestId) is not null)
                {
                    return InstanceChange.Nothing;
                }

                var decision = decide(instance);
                refused = decision.IsRefused;
                return refused || requestId is null ? decision.Change : Remembered(instance, decision.Change, requestId, kind);
            },
            cancellation);
        return await AnswerAsync(cluster, changed, kind, refused, requestId, cancellation);
    }

    private Task<IResult> AnswerAsync(
        CallerCluster cluster, Instance changed, OperationKind kind, bool refused, string? requestId, CancellationToken cancellation)
    {
        if (refused)
        {
            return operations.AnswerAsync(cluster, changed, kind.Refused(), Now(), cancellation);
        }

        var (answered, stamp) = requestId is not null && AnsweredRequests.Find(changed.Metadata, requestId) is { } known
            ? known
            : (kind, kind.Lifecycle is null ? Now() : changed.Metadata.Generation ?? 0);
        return operations.AnswerAsync(cluster, changed, answered, stamp, cancellation);
    }

    private InstanceChange Remembered(Instance instance, InstanceChange change, string requestId, OperationKind kind)
    {
        // A change of spec makes the next generation: the write is bound to the version that this is computed from.
        var generation = (instance.Metadata.Generation ?? 0) + (change.Spec is null ? 0 : 1);
        var memory = AnsweredRequests.With(instance.Metadata, requestId, kind, kind.Lifecycle is null ? Now() : generation);
        return change with { Annotations = change.Annotations is { } others ? new Dictionary<string, string?>([.. others, .. memory]) : memory };
    }

    private long Now() => time.GetUtcNow().ToUnixTimeSeconds();
}

/// <summary>Which instance a request is about, and who asks.</summary>
internal sealed record ChangeTarget(HttpContext Context, CallerCluster Cluster, string Project, string Zone, string Name);

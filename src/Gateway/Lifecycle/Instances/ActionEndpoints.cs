using ComputeOperator.Entities.V1;
using ComputeOperator.Gateway.Instances;
using ComputeOperator.Gateway.Lifecycle.Contracts;
using ComputeOperator.Gateway.Tenants;

namespace ComputeOperator.Gateway.Lifecycle.Instances;

/// <summary>Starts, stops, pauses, resumes and terminates instances.</summary>
internal sealed class ActionEndpoints(AwaitedChanges changes)
{
    public void Map(IEndpointRouteBuilder instances)
    {
        instances.MapPost("/{id}/start", Start).Answers<ActionResource>();
        instances.MapPost("/{id}/stop", Stop).Answers<ActionResource>();
        instances.MapPost("/{id}/pause", Pause).Answers<ActionResource>();
        instances.MapPost("/{id}/resume", Resume).Answers<ActionResource>();
        instances.MapPost("/{id}/terminate", Terminate).Answers<ActionResource>();
    }

    private Task<IResult> Start(string id, TenantCluster cluster, CancellationToken cancellation) =>
        ChangeAsync(id, cluster, OperationType.Start, StateMachine.Start, "started", cancellation);

    private Task<IResult> Stop(string id, TenantCluster cluster, CancellationToken cancellation) =>
        ChangeAsync(id, cluster, OperationType.Stop, StateMachine.Stop, "stopped", cancellation);

    private Task<IResult> Pause(string id, TenantCluster cluster, CancellationToken cancellation) =>
        ChangeAsync(id, cluster, OperationType.Suspend, StateMachine.Pause, "paused", cancellation);

    private Task<IResult> Resume(string id, TenantCluster cluster, CancellationToken cancellation) =>
        ChangeAsync(id, cluster, OperationType.Resume, StateMachine.Resume, "resumed", cancellation);

    private async Task<IResult> Terminate(string id, TenantCluster cluster, CancellationToken cancellation)
    {
        var found = await cluster.FindAsync(id, cancellation) ?? throw LifecycleErrors.NotFound(id);
        await changes.DeleteAsync(cluster.Caller, found, StateMachine.CheckTerminate, cancellation);
        return Answer("terminated", id);
    }

    private async Task<IResult> ChangeAsync(
        string id, TenantCluster cluster, OperationType type, Func<Instance, InstanceChange> decide, string done, CancellationToken cancellation)
    {
        var found = await cluster.FindAsync(id, cancellation) ?? throw LifecycleErrors.NotFound(id);
        var changed = await cluster.Caller.Instances.ChangeAsync(found, decide, cancellation);
        var reached = await changes.UntilDoneAsync(cluster.Caller, changed, type, cancellation) ?? throw LifecycleErrors.NotFound(id);
        return OperationProgress.Of(reached, type, changed.Metadata.Generation ?? 0).Failure is { } failure
            ? throw LifecycleErrors.NotReached(id, done, failure)
            : Answer(done, id);
    }

    private static IResult Answer(string done, string id) => TypedResults.Json(new ActionResource(done, id), LifecycleContracts.Json.ActionResource);
}

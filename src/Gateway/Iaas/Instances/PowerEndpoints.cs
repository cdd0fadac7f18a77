using ComputeOperator.Entities.V1;
using ComputeOperator.Gateway.Iaas.Contracts;
using ComputeOperator.Gateway.Instances;
using ComputeOperator.Gateway.Tenants;

namespace ComputeOperator.Gateway.Iaas.Instances;

/// <summary>Starts, stops and restarts instances.</summary>
internal sealed class PowerEndpoints(AwaitedChanges changes)
{
    public void Map(IEndpointRouteBuilder compute)
    {
        compute.MapPost("/instances/{id}/start", Start).Answers<PowerResource>();
        compute.MapPost("/instances/{id}/stop", Stop).Answers<PowerResource>();
        compute.MapPost("/instances/{id}/restart", Restart).Answers<PowerResource>();
    }

    private Task<IResult> Start(string id, TenantCluster cluster, CancellationToken cancellation) =>
        AnswerAsync(id, cluster, OperationType.Start, PowerRules.Start, cancellation);

    private Task<IResult> Stop(string id, TenantCluster cluster, CancellationToken cancellation) =>
        AnswerAsync(id, cluster, OperationType.Stop, PowerRules.Stop, cancellation);

    // Not waited for: clients poll until it is no longer restarting.
    private static async Task<IResult> Restart(string id, TenantCluster cluster, CancellationToken cancellation)
    {
        var found = await InstanceLookup.GetAsync(cluster, id, cancellation);
        return Answer(await cluster.Caller.Instances.ChangeAsync(found, PowerRules.Start, cancellation));
    }

    private async Task<IResult> AnswerAsync(
        string id, TenantCluster cluster, OperationType type, Func<Instance, InstanceChange> decide, CancellationToken cancellation)
    {
        var found = await InstanceLookup.GetAsync(cluster, id, cancellation);
        return Answer(await changes.ApplyAsync(cluster.Caller, found, type, decide, cancellation) ?? throw IaasErrors.NotFound());
    }

    private static IResult Answer(Instance instance) => TypedResults.Json(
        new PowerResource(instance.Metadata.Name!, InstanceView.StatusOf(instance), InstanceTimes.Updated(instance).ToUnixTimeSeconds()),
        IaasContracts.Json.PowerResource);
}

using ComputeOperator.Gateway.Dialects;
using ComputeOperator.Gateway.Tenants;
using ComputeOperator.Gateway.VmManager.Contracts;

namespace ComputeOperator.Gateway.VmManager.Vms;

/// <summary>Starts, stops, restarts and destroys virtual machines of the tenant.</summary>
internal sealed class ActionEndpoint(VmActions actions)
{
    public void Map(IEndpointRouteBuilder vms) => vms.MapPost("/{id}/action", Act).Answers<VmResource>().Reads<ActionRequest>();

    private async Task<IResult> Act(string id, HttpContext context, TenantCluster cluster, CancellationToken cancellation)
    {
        var word = await VmActions.ReadAsync(context);
        var found = await cluster.FindAsync(id, cancellation) ?? throw VmManagerErrors.NotFound();
        var written = await actions.WriteAsync(cluster.Caller, found, word, cancellation);
        return await actions.AnswerAsync(cluster.Caller, found, written, word, cancellation);
    }
}

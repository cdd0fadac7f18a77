using ComputeOperator.Entities.V1;
using ComputeOperator.Gateway.Dialects;
using ComputeOperator.Gateway.Failures;
using ComputeOperator.Gateway.Instances;
using ComputeOperator.Gateway.MachineTypes;
using ComputeOperator.Gateway.Tenants;
using ComputeOperator.Gateway.VmManager.Contracts;
using ComputeOperator.Gateway.VmManager.Credits;
using ComputeOperator.Kubernetes.Client;

namespace ComputeOperator.Gateway.VmManager.Vms;

/// <summary>Creates virtual machines that the tenant can pay for. The operator has the last word, and charges.</summary>
internal sealed class CreateEndpoint(AwaitedChanges changes, string zone, TimeProvider time)
{
    public void Map(IEndpointRouteBuilder vms) => vms.MapPost("", Create)
        .Answers<VmResource>(StatusCodes.Status201Created).Produces<ErrorBody>(StatusCodes.Status402PaymentRequired).Reads<CreateRequest>();

    private async Task<IResult> Create(HttpContext context, TenantCluster cluster, CancellationToken cancellation)
    {
        var (request, metadata) = CreateMapping.Read(await BodyFields.ReadAsync(context));
        if (QuotaCheck.Of(VmSize.Cost(request), cluster.Tenant) is { Allowed: false, Reason: var reason })
        {
            throw new FailureException(new Failure.CreditsExhausted(reason!));
        }

        var created = await CreateAsync(cluster, CreateMapping.ToDraft(request, metadata, cluster.Home, zone), request.Name, cancellation);
        var reached = await changes.UntilDoneAsync(cluster.Caller, created, OperationType.Insert, cancellation) ?? created;
        var sizes = await MachineSizes.OfChangedAsync(cluster.Caller, reached, cancellation);
        return TypedResults.Json(
            VmView.Of(reached, sizes, time.GetUtcNow()), VmManagerContracts.Json.VmResource, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<Instance> CreateAsync(TenantCluster cluster, InstanceDraft draft, string name, CancellationToken cancellation)
    {
        try
        {
            return await cluster.CreateAsync(draft, cancellation);
        }
        catch (KubernetesException e) when (e.IsAlreadyExists)
        {
            throw new FailureException(new Failure.AlreadyExists($"VM '{name}' already exists"), e);
        }
    }
}

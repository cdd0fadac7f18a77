using ComputeOperator.Gateway.Dialects;
using ComputeOperator.Gateway.Iaas.Contracts;
using ComputeOperator.Gateway.Instances;
using ComputeOperator.Gateway.Tenants;

namespace ComputeOperator.Gateway.Iaas.Instances;

/// <summary>Lists, reads, creates and deletes instances.</summary>
internal sealed class InstanceEndpoints(AwaitedChanges changes, string zone)
{
    public void Map(IEndpointRouteBuilder compute)
    {
        compute.MapGet("/instances", List).Answers<InstanceList>().Takes(Page.Parameters);
        compute.MapPost("/instances", Create).Answers<InstanceResource>(StatusCodes.Status201Created).Reads<CreateRequest>();
        compute.MapGet("/instances/{id}", Get).Answers<InstanceResource>();
        compute.MapDelete("/instances/{id}", Delete).Fails().Produces(StatusCodes.Status204NoContent);
    }

    private static async Task<IResult> List(HttpContext context, TenantCluster cluster, CancellationToken cancellation)
    {
        var page = Page.Of(context.Request.Query).Cut(await cluster.ListAsync(cancellation), context.Response);
        return TypedResults.Json(new InstanceList([.. page.Select(InstanceView.Of)]), IaasContracts.Json.InstanceList);
    }

    private async Task<IResult> Create(HttpContext context, TenantCluster cluster, CancellationToken cancellation)
    {
        var request = CreateMapping.Read(await BodyFields.ReadAsync(context));
        var created = await cluster.CreateAsync(CreateMapping.ToDraft(request, cluster.Home, zone), cancellation);
        return TypedResults.Json(InstanceView.Of(created), IaasContracts.Json.InstanceResource, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> Get(string id, TenantCluster cluster, CancellationToken cancellation)
    {
        var found = await InstanceLookup.GetAsync(cluster, id, cancellation);
        return TypedResults.Json(InstanceView.Of(found), IaasContracts.Json.InstanceResource);
    }

    private async Task<IResult> Delete(string id, TenantCluster cluster, CancellationToken cancellation)
    {
        var found = await InstanceLookup.GetAsync(cluster, id, cancellation);
        await changes.DeleteAsync(cluster.Caller, found, PowerRules.CheckDelete, cancellation);
        return TypedResults.NoContent();
    }
}

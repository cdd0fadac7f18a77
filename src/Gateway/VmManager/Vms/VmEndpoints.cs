using ComputeOperator.Gateway.Dialects;
using ComputeOperator.Gateway.MachineTypes;
using ComputeOperator.Gateway.Tenants;
using ComputeOperator.Gateway.VmManager.Contracts;

namespace ComputeOperator.Gateway.VmManager.Vms;

/// <summary>Lists and reads virtual machines, and changes their metadata.</summary>
internal sealed class VmEndpoints(TimeProvider time)
{
    public void Map(IEndpointRouteBuilder vms)
    {
        vms.MapGet("", List).Answers<List<VmResource>>().Takes(Page.Parameters);
        vms.MapGet("/{id}", Get).Answers<VmResource>();
        vms.MapPatch("/{id}", Update).Answers<VmResource>().Reads<UpdateRequest>();
        vms.MapGet("/{id}/status", Status).Answers<StatusResource>();
    }

    private async Task<IResult> List(HttpContext context, TenantCluster cluster, CancellationToken cancellation)
    {
        var page = Page.Of(context.Request.Query);
        var shown = page.Cut(await cluster.ListAsync(cancellation), context.Response);
        var (sizes, now) = (await MachineSizes.OfAsync(cluster.Caller, shown, cancellation), time.GetUtcNow());
        return TypedResults.Json(shown.ConvertAll(instance => VmView.Of(instance, sizes, now)), VmManagerContracts.Json.ListVmResource);
    }

    private async Task<IResult> Get(string id, TenantCluster cluster, CancellationToken cancellation)
    {
        var found = await cluster.FindAsync(id, cancellation) ?? throw VmManagerErrors.NotFound();
        var sizes = await MachineSizes.OfAsync(cluster.Caller, [found], cancellation);
        return TypedResults.Json(VmView.Of(found, sizes, time.GetUtcNow()), VmManagerContracts.Json.VmResource);
    }

    private async Task<IResult> Update(string id, HttpContext context, TenantCluster cluster, CancellationToken cancellation)
    {
        var body = await BodyFields.ReadAsync(context);
        var members = VmMetadata.Read(body);
        body.Check();
        var found = await cluster.FindAsync(id, cancellation) ?? throw VmManagerErrors.NotFound();
        var changed = await cluster.Caller.Instances.ChangeAsync(found, instance => VmMetadata.Merge(instance, members), cancellation);
        var sizes = await MachineSizes.OfChangedAsync(cluster.Caller, changed, cancellation);
        return TypedResults.Json(VmView.Of(changed, sizes, time.GetUtcNow()), VmManagerContracts.Json.VmResource);
    }

    private async Task<IResult> Status(string id, TenantCluster cluster, CancellationToken cancellation)
    {
        var found = await cluster.FindAsync(id, cancellation) ?? throw VmManagerErrors.NotFound();
        return TypedResults.Json(VmView.StatusOf(found, time.GetUtcNow()), VmManagerContracts.Json.StatusResource);
    }
}

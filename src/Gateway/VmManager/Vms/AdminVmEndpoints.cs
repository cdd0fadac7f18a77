using ComputeOperator.Entities.V1;
using ComputeOperator.Gateway.Dialects;
using ComputeOperator.Gateway.Failures;
using ComputeOperator.Gateway.Identity;
using ComputeOperator.Gateway.Instances;
using ComputeOperator.Gateway.MachineTypes;
using ComputeOperator.Gateway.Tenants;
using ComputeOperator.Gateway.VmManager.Contracts;
using ComputeOperator.Gateway.VmManager.Events;

namespace ComputeOperator.Gateway.VmManager.Vms;

/// <summary>
/// Virtual machines of all tenants, in all namespaces. Who is an administrator is the API server's to say: these paths do nothing that the caller's own rights
/// do not allow.
/// </summary>
internal sealed class AdminVmEndpoints(VmActions actions, TimeProvider time)
{
    public void Map(IEndpointRouteBuilder admin)
    {
        admin.MapGet("/vms", List).Answers<List<VmResource>>().Takes(Page.Parameters);
        admin.MapPost("/vms/{id}/action", Act).Answers<VmResource>().Reads<ActionRequest>();
    }

    private async Task<IResult> List(HttpContext context, CallerCluster cluster, CancellationToken cancellation)
    {
        var page = Page.Of(context.Request.Query);
        var shown = page.Cut(await cluster.Instances.ListAsync(null, null, cancellation), context.Response);
        var (sizes, now) = (await MachineSizes.OfAsync(cluster, shown, cancellation), time.GetUtcNow());
        return TypedResults.Json(shown.ConvertAll(instance => VmView.Of(instance, sizes, now)), VmManagerContracts.Json.ListVmResource);
    }

    private async Task<IResult> Act(string id, HttpContext context, CallerCluster cluster, CancellationToken cancellation)
    {
        var word = await VmActions.ReadAsync(context);
        var found = await FindAsync(cluster, id, context.Request, cancellation);
        var written = await WriteAsync(cluster, found, word, cancellation);
        return await actions.AnswerAsync(cluster, found, written, word, cancellation);
    }

    // Recorded before anything is waited for, and though the caller hangs up: who did it is kept nowhere else.
    private async Task<Instance?> WriteAsync(CallerCluster cluster, Instance found, string word, CancellationToken cancellation)
    {
        Instance? written;
        try
        {
            written = await actions.WriteAsync(cluster, found, word, cancellation);
        }
        catch (Exception e) when (e is OperationCanceledException or FailureException { Failure: Failure.TimedOut })
        {
            // It may have been done all the same.
            await RecordAsync();
            throw;
        }

        await RecordAsync();
        return written;

        Task RecordAsync() => AdminEvents.ActedAsync(cluster.Events, found, word, time.GetUtcNow(), CancellationToken.None);
    }

    // Ids are unique in a tenant. Where two tenants have the same, the header says which one is meant.
    private static async Task<Instance> FindAsync(CallerCluster cluster, string id, HttpRequest request, CancellationToken cancellation)
    {
        IReadOnlyList<Instance> found = ObjectNames.IsLegal(id) ? await cluster.Instances.ListNamedAsync(id, cancellation) : [];
        if (request.Headers.ContainsKey(TenantId.Header))
        {
            var tenant = TenantId.Of(request.Headers);
            found = [.. found.Where(instance => instance.Spec.Tenant == tenant)];
        }

        return found switch
        {
            [] => throw VmManagerErrors.NotFound(),
            [var one] => one,
            _ => throw new FailureException(new Failure.Conflict(
                $"Several VMs have this id; name the tenant in {TenantId.Header}: {string.Join(", ", found.Select(instance => instance.Spec.Tenant).Distinct())}")),
        };
    }
}

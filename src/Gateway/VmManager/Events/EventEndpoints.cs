using ComputeOperator.Entities.V1;
using ComputeOperator.Gateway.Dialects;
using ComputeOperator.Gateway.Events;
using ComputeOperator.Gateway.Identity;
using ComputeOperator.Gateway.Tenants;
using ComputeOperator.Gateway.VmManager.Contracts;
using ComputeOperator.Kubernetes.Client;
using ComputeOperator.Kubernetes.Events;

namespace ComputeOperator.Gateway.VmManager.Events;

/// <summary>Lists events, the latest first: those of the tenant, and for administrators those of everyone.</summary>
internal static class EventEndpoints
{
    public static void Map(IEndpointRouteBuilder events, IEndpointRouteBuilder admin)
    {
        events.MapGet("", List).Answers<List<EventResource>>().Takes([TenantId.Parameter, .. EventQuery.Parameters]);
        admin.MapGet("/events", ListAll).Answers<List<EventResource>>().Takes(EventQuery.Parameters);
    }

    private static async Task<IResult> List(HttpContext context, TenantCluster cluster, CancellationToken cancellation)
    {
        var query = EventQuery.Of(context.Request.Query);
        var about = cluster.Caller.Events;
        var vms = await about.ListAsync(cluster.Home.Namespace, nameof(Instance), query.VmId, cancellation);
        var owners = Owners(await cluster.Caller.Instances.ListAsync(cluster.Home.Namespace, OwnerOf, cancellation));
        var ofNamespace = owners.Values.All(tenant => tenant == cluster.Home.Tenant) ? cluster.Home.Tenant : null;
        var own = vms.Where(@event => Owner(@event, owners, ofNamespace) == cluster.Home.Tenant);
        var tenants = await AboutTenantAsync(about, cluster.Home.Tenant, cancellation);
        return Answer([.. own.Concat(tenants)], _ => cluster.Home.Tenant, query, context.Response);
    }

    private static async Task<IResult> ListAll(HttpContext context, CallerCluster cluster, CancellationToken cancellation)
    {
        var query = EventQuery.Of(context.Request.Query);
        var vms = await cluster.Events.ListAsync(null, nameof(Instance), query.VmId, cancellation);
        var tenants = await cluster.Events.ListAsync(EventApi.ClusterNamespace, nameof(Tenant), null, cancellation);
        var owners = Owners(await cluster.Instances.ListAsync(null, OwnerOf, cancellation));
        return Answer([.. vms.Concat(tenants.Where(IsNotAboutVmToo))], @event => Owner(@event, owners, null), query, context.Response);
    }

    private static IResult Answer(IReadOnlyList<Event> events, Func<Event, string?> owner, EventQuery query, HttpResponse response)
    {
        List<EventResource> matching =
        [
            .. events.Select(@event => EventView.Of(@event, owner(@event))).Where(query.Matches)
                .OrderByDescending(shown => shown.Details.LastSeenAt).ThenBy(shown => shown.Id, StringComparer.Ordinal),
        ];
        return TypedResults.Json(query.Page.Cut(matching, response), VmManagerContracts.Json.ListEventResource);
    }

    // Events about Tenants are where not everyone may look.
    private static async Task<IEnumerable<Event>> AboutTenantAsync(EventApi events, string tenant, CancellationToken cancellation)
    {
        try
        {
            return (await events.ListAsync(EventApi.ClusterNamespace, nameof(Tenant), tenant, cancellation)).Where(IsNotAboutVmToo);
        }
        catch (KubernetesException e) when (e.IsForbidden)
        {
            return [];
        }
    }

    // What is charged for a machine is an event of the machine already.
    private static bool IsNotAboutVmToo(Event @event) => @event.Related?.Kind != nameof(Instance);

    private static KeyValuePair<string, string> OwnerOf(Instance instance) => new(instance.Metadata.Uid!, instance.Spec.Tenant);

    private static Dictionary<string, string> Owners(IEnumerable<KeyValuePair<string, string>> owners) => new(owners, StringComparer.Ordinal);

    // Of a machine that is gone only its namespace is known, which says nothing where tenants share one.
    private static string? Owner(Event @event, Dictionary<string, string> owners, string? ofNamespace) =>
        owners.GetValueOrDefault(@event.Regarding?.Uid ?? "") ?? (@event.Related is { Kind: nameof(Tenant) } payer ? payer.Name : ofNamespace);
}

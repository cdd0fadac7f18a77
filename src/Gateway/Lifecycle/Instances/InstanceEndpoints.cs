using ComputeOperator.Gateway.Dialects;
using ComputeOperator.Gateway.Failures;
using ComputeOperator.Gateway.Instances;
using ComputeOperator.Gateway.Lifecycle.Contracts;
using ComputeOperator.Gateway.Tenants;

namespace ComputeOperator.Gateway.Lifecycle.Instances;

/// <summary>Lists, reads, creates and deletes instances.</summary>
internal sealed class InstanceEndpoints(AwaitedChanges changes, CreateMapping mapping)
{
    public void Map(IEndpointRouteBuilder instances)
    {
        instances.MapGet("", List).Answers<List<InstanceResource>>().Takes(
        [
            new("scope", "Only instances of this scope.") { Words = [.. Scopes.Words] },
            new("status", "Only instances of this status.") { Words = [.. Statuses.All] },
            new("parent_id", "Only instances of this parent."),
            .. Page.Parameters,
        ]);
        instances.MapPost("", Create).Answers<InstanceResource>(StatusCodes.Status201Created).Reads<CreateRequest>();
        instances.MapGet("/{id}", Get).Answers<InstanceResource>();
        instances.MapDelete("/{id}", Delete).Fails().Produces(StatusCodes.Status204NoContent);
    }

    private static async Task<IResult> List(HttpContext context, TenantCluster cluster, CancellationToken cancellation)
    {
        var query = context.Request.Query;
        var (page, parent) = (Page.Of(query), query["parent_id"].ToString());
        var (scope, status) = (QueryWord.Of(query, "scope", Scopes.Words), QueryWord.Of(query, "status", Statuses.All));
        var instances = await cluster.ListAsync(cancellation);
        List<InstanceResource> matching =
        [
            .. instances.Select(InstanceView.Of).Where(instance =>
                (scope ?? instance.Scope) == instance.Scope && (status ?? instance.Status) == instance.Status
                && (parent.Length == 0 || instance.ParentId == parent)),
        ];
        return TypedResults.Json(page.Cut(matching, context.Response), LifecycleContracts.Json.ListInstanceResource);
    }

    private async Task<IResult> Create(HttpContext context, TenantCluster cluster, CancellationToken cancellation)
    {
        var request = CreateMapping.Read(await BodyFields.ReadAsync(context));
        var draft = mapping.ToDraft(request, cluster.Home);
        if (draft.Spec.Parent is { } parent && await cluster.FindAsync(parent, cancellation) is null)
        {
            throw new FailureException(new Failure.NotFound($"Parent instance {parent} not found"));
        }

        var created = await cluster.CreateAsync(draft, cancellation);
        return TypedResults.Json(InstanceView.Of(created), LifecycleContracts.Json.InstanceResource, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> Get(string id, TenantCluster cluster, CancellationToken cancellation)
    {
        var found = await cluster.FindAsync(id, cancellation) ?? throw LifecycleErrors.NotFound(id);
        return TypedResults.Json(InstanceView.Of(found), LifecycleContracts.Json.InstanceResource);
    }

    private async Task<IResult> Delete(string id, TenantCluster cluster, CancellationToken cancellation)
    {
        var found = await cluster.FindAsync(id, cancellation) ?? throw LifecycleErrors.NotFound(id);
        await changes.DeleteAsync(cluster.Caller, found, StateMachine.CheckDelete, cancellation);
        return TypedResults.NoContent();
    }
}

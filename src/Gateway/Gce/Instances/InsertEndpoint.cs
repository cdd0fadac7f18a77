using ComputeOperator.Entities.V1;
using ComputeOperator.Gateway.Dialects;
using ComputeOperator.Gateway.Gce.Contracts;
using ComputeOperator.Gateway.Gce.Errors;
using ComputeOperator.Gateway.Gce.Operations;
using ComputeOperator.Gateway.Identity;
using ComputeOperator.Gateway.Instances;
using ComputeOperator.Kubernetes.Client;

namespace ComputeOperator.Gateway.Gce.Instances;

/// <summary>Creates instances.</summary>
internal sealed class InsertEndpoint(GceSettings settings, ZoneOperations operations)
{
    private const long FirstGeneration = 1;

    public void Map(IEndpointRouteBuilder zone) => zone.MapPost("/instances", Insert)
        .Changes("compute.instances.create").Reads<InsertRequest>();

    private async Task<IResult> Insert(
        string project, string zone, HttpContext context, CallerCluster cluster, CancellationToken cancellation)
    {
        var request = await RequestBody.ReadAsync(context, GceContracts.Json.InsertRequest);
        var requestId = RequestId.Of(context.Request.Query);
        var draft = Remembered(InsertMapping.ToDraft(request, project, ConcreteZone(zone), settings.DefaultZone), requestId);
        await MachineTypeName.CheckAsync(cluster, zone, "resource.machineType", request.MachineType!, draft.Spec.MachineType!, cancellation);
        var created = await CreateAsync(cluster, draft, zone, request.Name!, requestId, cancellation);
        return await operations.AnswerAsync(cluster, created, OperationKind.Of(OperationType.Insert), FirstGeneration, cancellation);
    }

    private static string ConcreteZone(string zone) =>
        zone != "*" ? zone : throw GceError.InvalidField("zone", zone, "Unknown zone.").ToException();

    private static InstanceDraft Remembered(InstanceDraft draft, string? requestId) => requestId is null ? draft : draft with
    {
        Annotations = new Dictionary<string, string?>(
            [.. draft.Annotations ?? new Dictionary<string, string?>(), .. AnsweredRequests.With(null, requestId, OperationKind.Of(OperationType.Insert), FirstGeneration)]),
    };

    private async Task<Instance> CreateAsync(
        CallerCluster cluster, InstanceDraft draft, string zone, string name, string? requestId, CancellationToken cancellation)
    {
        // One that others made in this zone under the plain name; requests like this one meet at the object's name, below.
        if (draft.Name != name && await InstanceLookup.FindAsync(cluster, draft.Namespace, zone, name, settings.DefaultZone, cancellation) is { } found)
        {
            return Repeated(found, requestId) ?? throw Exists(draft, zone, name);
        }

        try
        {
            return await cluster.Instances.CreateAsync(draft, cancellation);
        }
        catch (KubernetesException e) when (e.IsAlreadyExists)
        {
            var existing = await cluster.Instances.FindAsync(new(draft.Namespace, draft.Name), cancellation);
            return Repeated(existing, requestId) ?? throw Exists(draft, zone, name);
        }
        catch (KubernetesException e) when (e.IsNotFound && e.Status.Details?.Kind == "namespaces")
        {
            throw GceError.NotFound($"projects/{draft.Namespace}").ToException();
        }
    }

    private static Instance? Repeated(Instance? existing, string? requestId) =>
        requestId is not null && existing is not null && AnsweredRequests.Find(existing.Metadata, requestId) is { Kind.Lifecycle: OperationType.Insert } ? existing : null;

    private static GceException Exists(InstanceDraft draft, string zone, string name) =>
        GceError.AlreadyExists(InstanceLookup.Resource(draft.Namespace, zone, name)).ToException();
}

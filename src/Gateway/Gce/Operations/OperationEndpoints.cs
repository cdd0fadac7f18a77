using ComputeOperator.Gateway.Gce.Contracts;
using ComputeOperator.Gateway.Gce.Errors;
using ComputeOperator.Gateway.Identity;

namespace ComputeOperator.Gateway.Gce.Operations;

/// <summary>Operations of a zone: read, and waited for.</summary>
internal sealed class OperationEndpoints(ZoneOperations operations)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);

    public void Map(IEndpointRouteBuilder zone)
    {
        zone.MapGet("/operations/{operation}", Get).With<OperationResource>("compute.zoneOperations.get");
        zone.MapPost("/operations/{operation}/wait", Wait).With<OperationResource>("compute.zoneOperations.get").DisableRequestTimeout();
    }

    private Task<IResult> Get(string project, string zone, string operation, CallerCluster cluster, CancellationToken cancellation) =>
        FindAsync(cluster, project, zone, operation, TimeSpan.Zero, cancellation);

    private Task<IResult> Wait(string project, string zone, string operation, CallerCluster cluster, CancellationToken cancellation) =>
        FindAsync(cluster, project, zone, operation, LongestWait, cancellation);

    private async Task<IResult> FindAsync(
        CallerCluster cluster, string project, string zone, string operation, TimeSpan patience, CancellationToken cancellation) =>
        ZoneOperations.Answer(await operations.FindAsync(cluster, project, zone, operation, patience, cancellation)
            ?? throw GceError.NotFound($"projects/{project}/zones/{zone}/operations/{operation}").ToException());
}

using ComputeOperator.Entities.V1;
using ComputeOperator.Gateway.Gce.Errors;
using ComputeOperator.Gateway.Identity;

namespace ComputeOperator.Gateway.Gce.Instances;

/// <summary>Finds the Instance that a path means.</summary>
internal static class InstanceLookup
{
    /// <summary>The Instance by name or numeric id.</summary>
    /// <exception cref="GceException">There is none.</exception>
    public static async Task<Instance> GetAsync(
        CallerCluster cluster, string project, string zone, string nameOrId, string defaultZone, CancellationToken cancellation) =>
        await FindAsync(cluster, project, zone, nameOrId, defaultZone, cancellation)
        ?? throw GceError.NotFound(Resource(project, zone, nameOrId)).ToException();

    public static async Task<Instance?> FindAsync(
        CallerCluster cluster, string project, string zone, string nameOrId, string defaultZone, CancellationToken cancellation)
    {
        if (char.IsAsciiDigit(nameOrId[0]))
        {
            return In(zone, await cluster.Instances.FindByIdAsync(project, nameOrId, cancellation));
        }

        var objectName = InstanceNames.ObjectName(zone, nameOrId, defaultZone);
        var made = In(zone, await cluster.Instances.FindAsync(new(project, objectName), cancellation));
        return made is not null || objectName == nameOrId
            ? made
            : In(zone, await cluster.Instances.FindAsync(new(project, nameOrId), cancellation)) is { } found && InstanceNames.Of(found, defaultZone) == nameOrId ? found : null;
    }

    public static string Resource(string project, string zone, string name) => $"projects/{project}/zones/{zone}/instances/{name}";

    private static Instance? In(string zone, Instance? instance) => instance?.Spec.Zone == zone ? instance : null;
}

using ComputeOperator.Gateway.Gce.Errors;
using ComputeOperator.Gateway.Identity;
using ComputeOperator.Kubernetes.Client;

namespace ComputeOperator.Gateway.Gce.Instances;

/// <summary>Checks the machine types that requests name.</summary>
internal static class MachineTypeName
{
    /// <summary>Checks that there is such a machine type.</summary>
    /// <exception cref="GceException">There is none.</exception>
    public static async Task CheckAsync(CallerCluster cluster, string zone, string field, string link, string name, CancellationToken cancellation)
    {
        try
        {
            if (!GcePath.Name.IsMatch(name) || await cluster.MachineTypes.FindAsync(name, cancellation) is null)
            {
                throw GceError.InvalidField(field, link, $"Machine type with name '{name}' does not exist in zone '{zone}'.").ToException();
            }
        }
        catch (KubernetesException e) when (e.IsForbidden)
        {
            // Who may not see machine types may still name one: the operator says in the operation what comes of it.
        }
    }
}

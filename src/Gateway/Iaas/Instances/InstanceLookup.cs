using ComputeOperator.Entities.V1;
using ComputeOperator.Gateway.Failures;
using ComputeOperator.Gateway.Tenants;

namespace ComputeOperator.Gateway.Iaas.Instances;

/// <summary>Finds the Instance that a path means.</summary>
internal static class InstanceLookup
{
    /// <summary>The Instance.</summary>
    /// <exception cref="FailureException">There is none, or it is another tenant's, as far as the caller may know.</exception>
    public static async Task<Instance> GetAsync(TenantCluster cluster, string id, CancellationToken cancellation) =>
        await cluster.FindAsync(id, cancellation)
        ?? throw (await cluster.IsOfAnotherAsync(id, cancellation)
            ? new FailureException(new Failure.Forbidden("Instance belongs to another tenant"))
            : IaasErrors.NotFound());
}

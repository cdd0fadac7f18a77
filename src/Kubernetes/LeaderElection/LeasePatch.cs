using System.Text.Json;
using ComputeOperator.Kubernetes.Client;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Kubernetes.LeaderElection;

/// <summary>Writes on a lease. Each names the version it was decided on, so that of two writers one fails.</summary>
internal static class LeasePatch
{
    /// <summary>Sets the claim on <paramref name="current"/>, only if nobody wrote it since.</summary>
    public static Patch.Merge Claim(Lease current, LeaseSpec claim) => new(JsonSerializer.SerializeToUtf8Bytes(
        new Lease
        {
            Metadata = new ObjectMeta { ResourceVersion = current.Metadata.ResourceVersion },
            Spec = claim,
        },
        LeaderElectionJsonContext.Default.Lease));

    /// <summary>A lease that does not exist yet.</summary>
    public static Lease New(ResourceKey key, LeaseSpec claim) => new()
    {
        ApiVersion = Lease.Definition.ApiVersion,
        Kind = Lease.Definition.Kind,
        Metadata = new ObjectMeta { Name = key.Name, Namespace = key.Namespace },
        Spec = claim,
    };
}

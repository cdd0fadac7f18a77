using ComputeOperator.Entities.V1;

namespace ComputeOperator.Gateway.Instances;

/// <summary>Instances whose deletion was accepted. Pure.</summary>
internal static class InstanceDeletion
{
    /// <summary>The Instance as it is from its deletion on, until it can be read again.</summary>
    public static Instance Leaving(this Instance instance, DateTimeOffset now) =>
        instance with { Metadata = instance.Metadata with { DeletionTimestamp = instance.Metadata.DeletionTimestamp ?? now } };
}

using System.Text.Json.Serialization;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Entities.V1;

/// <summary>A machine type with its figures as they were when the machine was powered on.</summary>
public sealed record PoweredMachineType
{
    /// <summary>Name of the MachineType.</summary>
    [JsonConverter(typeof(PooledStringConverter))]
    public required string Name { get; init; }

    /// <summary>Virtual CPUs; a fraction such as 250m is a share of one.</summary>
    public required Quantity Vcpus { get; init; }

    /// <summary>Memory in bytes.</summary>
    public required Quantity Memory { get; init; }

    /// <summary>Boot disk in bytes.</summary>
    public required Quantity Disk { get; init; }
}

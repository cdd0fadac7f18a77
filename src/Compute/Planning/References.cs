using ComputeOperator.Compute.Providers;
using ComputeOperator.Compute.Tenants;
using ComputeOperator.Entities.V1;

namespace ComputeOperator.Compute.Planning;

/// <summary>What the names in a spec were found to mean.</summary>
public sealed record References
{
    /// <summary>The name of the provider that the Instance has, or would get.</summary>
    public required string ProviderName { get; init; }

    /// <summary>What the provider can do; null when there is none of that name.</summary>
    public required ProviderCapabilities? Provider { get; init; }

    /// <summary>The names of the providers that there are.</summary>
    public required IReadOnlyList<string> KnownProviders { get; init; }

    /// <summary>The figures of the machine type; null when there is none of that name.</summary>
    public required MachineTypeSpec? MachineType { get; init; }

    /// <summary>The names of some machine types that there are, for the message when one is not found.</summary>
    public IReadOnlyList<string> KnownMachineTypes { get; init; } = [];

    /// <summary>What was found of the parent.</summary>
    public ParentFinding Parent { get; init; } = new ParentFinding.Fine();

    /// <summary>What its tenant has told it.</summary>
    public Admission Admission { get; init; } = new Admission.Undecided();

    /// <summary>Names of the instances that have this one as parent; looked for only while it is deleted.</summary>
    public IReadOnlyList<string> Children { get; init; } = [];
}

/// <summary>What was found of the instance that <c>spec.parent</c> names.</summary>
public abstract record ParentFinding
{
    private ParentFinding()
    {
    }

    /// <summary>It exists, or none is named.</summary>
    public sealed record Fine : ParentFinding;

    /// <summary>There is none of that name in the namespace.</summary>
    public sealed record NotFound(string Name) : ParentFinding;

    /// <summary>It is being deleted, and this one with it.</summary>
    public sealed record Deleting(string Name) : ParentFinding;

    /// <summary>Following parents leads round in a circle, with this instance on it or below it.</summary>
    public sealed record Cycle(IReadOnlyList<string> Path) : ParentFinding;
}

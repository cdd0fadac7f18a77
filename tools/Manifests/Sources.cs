using System.Reflection;
using ComputeOperator.Manifests.Crds;
using ComputeOperator.Manifests.XmlDocs;

namespace ComputeOperator.Manifests;

/// <summary>What manifests are generated from.</summary>
/// <param name="Kinds">The kinds of the API, by plural.</param>
/// <param name="Programs">The assemblies whose code talks to the API server.</param>
internal sealed record Sources(IReadOnlyList<EntityKind> Kinds, IReadOnlyList<Assembly> Programs)
{
    private const string Group = "compute.iaas.dev";

    public Descriptions Descriptions { get; } = new();

    public static Sources OfThisRepository() => new(
        EntityKind.In(Assembly.Load("ComputeOperator.Entities"), Group),
        [Assembly.Load("compute-operator"), Assembly.Load("ComputeOperator.Kubernetes"), Assembly.Load("ComputeOperator.Providers")]);
}

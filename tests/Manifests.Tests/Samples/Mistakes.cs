using System.Text.Json;
using ComputeOperator.Kubernetes.Meta;
using ComputeOperator.Kubernetes.Meta.Schema;

namespace ComputeOperator.Manifests.Tests.Samples;

/// <summary>Everything that must be refused.</summary>
[KubernetesEntity(Group = "mistakes.example", ApiVersion = "v1", Kind = "Mistake", PluralName = "mistakes")]
[GenericAdditionalPrinterColumn(".spec.nothing", "Nothing", "string")]
[SelectableField(".status.missing")]
public sealed record Mistake : CustomKubernetesEntity<MistakeSpec>;

/// <summary>What is wrong.</summary>
public sealed record MistakeSpec
{
    public string? Undocumented { get; init; }

    /// <summary>No schema.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Free-form, unsaid.</summary>
    public JsonElement? Anything { get; init; }

    /// <summary>Keys that are not text.</summary>
    public IReadOnlyDictionary<int, string>? ByNumber { get; init; }

    /// <summary>A set of bits.</summary>
    public RbacVerbs Verbs { get; init; }

    /// <summary>A pattern on a number.</summary>
    [Pattern("^1$")]
    public int Number { get; init; }

    /// <summary>A range on a text.</summary>
    [RangeMinimum(1)]
    public string? Text { get; init; }

    /// <summary>A number of items on a text.</summary>
    [Items(MaxItems = 1)]
    public string? Counted { get; init; }

    /// <summary>A list type on a text.</summary>
    [ListType(ListKind.Set)]
    public string? Listed { get; init; }

    /// <summary>A whole that has no parts.</summary>
    [Atomic]
    public string? Whole { get; init; }

    /// <summary>Itself.</summary>
    public MistakeSpec? Again { get; init; }
}

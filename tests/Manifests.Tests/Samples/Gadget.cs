using System.Text.Json;
using System.Text.Json.Serialization;
using ComputeOperator.Kubernetes.Meta;
using ComputeOperator.Kubernetes.Meta.Schema;

namespace ComputeOperator.Manifests.Tests.Samples;

/// <summary>A thing with every sort of field.</summary>
[KubernetesEntity(Group = "samples.example", ApiVersion = "v1alpha1", Kind = "Gadget", PluralName = "gadgets")]
[EntityScope(EntityScope.Cluster)]
[KubernetesEntityShortNames("gd", "gdg")]
[KubernetesEntityCategories("all")]
[GenericAdditionalPrinterColumn(".status.phase", "Phase", "string", Description = "Where it is.", Priority = 1)]
[SelectableField(".spec.text")]
[ValidationRule("self.metadata.name != 'none'", Message = "metadata.name must not be none", FieldPath = ".metadata.name")]
public sealed record Gadget : CustomKubernetesEntity<GadgetSpec, GadgetStatus>;

/// <summary>What is wanted of a gadget.</summary>
[ValidationRule("self.count > 0 || has(self.text)", Message = "spec.text is required without spec.count", Reason = "FieldValueRequired")]
public sealed record GadgetSpec
{
    /// <summary>A text.</summary>
    [Length(MinLength = 1, MaxLength = 8)]
    [Pattern("^[a-z]+$")]
    public required string Text { get; init; }

    /// <summary>May be absent.</summary>
    public string? Optional { get; init; }

    /// <summary>Required by C# but defaulted by the API server.</summary>
    [Default("\"x\"")]
    public required string Defaulted { get; init; }

    /// <summary>A number.</summary>
    [RangeMinimum(1)]
    [RangeMaximum(2.5)]
    [ValidationRule("self == oldSelf", Message = "spec.count is immutable")]
    public int Count { get; init; }

    /// <summary>A large number.</summary>
    public long? Total { get; init; }

    /// <summary>A switch.</summary>
    [Default("false")]
    public bool Enabled { get; init; }

    /// <summary>An amount.</summary>
    public Quantity? Amount { get; init; }

    /// <summary>An instant.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>A choice.</summary>
    public Shade? Shade { get; init; }

    /// <summary>Named otherwise in JSON.</summary>
    [JsonPropertyName("URL")]
    public string? Address { get; init; }

    /// <summary>Not in JSON at all.</summary>
    [JsonIgnore]
    public string Hidden => Text;

    /// <summary>Texts by key.</summary>
    [Items(MinItems = 1, MaxItems = 4)]
    [Length(MaxLength = 16)]
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>Texts, each once.</summary>
    [ListType(ListKind.Set)]
    [Items(MaxItems = 3)]
    [Pattern("^[a-z]$")]
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>Parts by name.</summary>
    [ListType(ListKind.Map, "name", "kind")]
    public IReadOnlyList<Part>? Parts { get; init; }

    /// <summary>Lines, each as a whole.</summary>
    public IReadOnlyList<Line>? Lines { get; init; }

    /// <summary>Numbers in a row.</summary>
    public IReadOnlyList<int>? Numbers { get; init; }

    /// <summary>Sizes by name, each a line of text.</summary>
    public IReadOnlyDictionary<string, Size>? Sizes { get; init; }

    /// <summary>A part, as a whole.</summary>
    [Atomic]
    public Part? Whole { get; init; }

    /// <summary>Counts by name, as a whole.</summary>
    [Atomic]
    public IReadOnlyDictionary<string, int>? Counts { get; init; }

    /// <summary>Anything.</summary>
    [PreserveUnknownFields]
    [Atomic]
    public JsonElement? Config { get; init; }
}

/// <summary>A part.</summary>
[ValidationRule("self.name != self.kind", Message = "name and kind must differ")]
public sealed record Part
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its kind.</summary>
    public required string Kind { get; init; }
}

/// <summary>A line of a log.</summary>
[Atomic]
public sealed record Line
{
    /// <summary>What it says.</summary>
    public string? Text { get; init; }
}

/// <summary>A size.</summary>
[WrittenAsText("^[0-9]+x[0-9]+$")]
public sealed record Size
{
    /// <summary>How wide.</summary>
    public int Width { get; init; }
}

/// <summary>How light.</summary>
public enum Shade
{
    /// <summary>Much light.</summary>
    Light,

    /// <summary>Little light.</summary>
    [JsonStringEnumMemberName("DARK")]
    Dark,
}

/// <summary>What was seen of a gadget.</summary>
[Default("{\"phase\":\"Unseen\"}")]
public sealed record GadgetStatus
{
    /// <summary>Where it is.</summary>
    public string? Phase { get; init; }
}

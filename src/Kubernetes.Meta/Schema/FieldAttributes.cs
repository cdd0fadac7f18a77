using System.Diagnostics.CodeAnalysis;

namespace ComputeOperator.Kubernetes.Meta.Schema;

/// <summary>A CEL rule of the schema (<c>x-kubernetes-validations</c>), on a property or on the type of an object.</summary>
/// <param name="rule">The CEL expression over <c>self</c>, and <c>oldSelf</c> for a transition rule.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Class, AllowMultiple = true)]
public sealed class ValidationRuleAttribute(string rule) : Attribute
{
    /// <summary>The CEL expression.</summary>
    public string Rule { get; } = rule;

    /// <summary>What the user reads when the rule does not hold: names the field and says what is allowed.</summary>
    public required string Message { get; init; }

    /// <summary>Machine-readable reason: FieldValueInvalid (default), FieldValueForbidden, FieldValueRequired, FieldValueDuplicate.</summary>
    public string? Reason { get; init; }

    /// <summary>Path of the field to blame, relative to the rule's place, <c>.powerState</c>.</summary>
    public string? FieldPath { get; init; }
}

/// <summary>A regular expression (RE2) that a string must match; on a list of strings, each item.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PatternAttribute([StringSyntax(StringSyntaxAttribute.Regex)] string regexPattern) : Attribute
{
    /// <summary>The expression.</summary>
    public string RegexPattern { get; } = regexPattern;
}

/// <summary>
/// Objects of this type are one string in JSON, by a converter of their own. For many small entries in one object: the API server
/// spends several times less on a string than on an object with as many fields.
/// </summary>
/// <param name="regexPattern">A regular expression (RE2) that every such string matches.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class WrittenAsTextAttribute([StringSyntax(StringSyntaxAttribute.Regex)] string regexPattern) : Attribute
{
    /// <summary>The expression.</summary>
    public string RegexPattern { get; } = regexPattern;
}

/// <summary>Bounds on the length of a string; on a list of strings or a map, of each item or value.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class LengthAttribute : Attribute
{
    /// <summary>Fewest characters; negative: no bound.</summary>
    public int MinLength { get; init; } = -1;

    /// <summary>Most characters; negative: no bound.</summary>
    public int MaxLength { get; init; } = -1;
}

/// <summary>Bounds on the number of items of a list, or of entries of a map.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ItemsAttribute : Attribute
{
    /// <summary>Fewest; negative: no bound.</summary>
    public int MinItems { get; init; } = -1;

    /// <summary>Most; negative: no bound.</summary>
    public int MaxItems { get; init; } = -1;
}

/// <summary>The smallest number allowed.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class RangeMinimumAttribute(double minimum) : Attribute
{
    /// <summary>The bound, itself allowed.</summary>
    public double Minimum { get; } = minimum;
}

/// <summary>The largest number allowed.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class RangeMaximumAttribute(double maximum) : Attribute
{
    /// <summary>The bound, itself allowed.</summary>
    public double Maximum { get; } = maximum;
}

/// <summary>The value that the API server fills in when the field is absent; on a class, of every field of that type.</summary>
/// <param name="json">The value as JSON: <c>"\"Running\""</c>, <c>"30"</c>, <c>"{}"</c>.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Class)]
public sealed class DefaultAttribute([StringSyntax(StringSyntaxAttribute.Json)] string json) : Attribute
{
    /// <summary>The value as JSON.</summary>
    public string Json { get; } = json;
}

/// <summary>How the items of a list are told apart when patches merge.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ListTypeAttribute(ListKind kind, params string[] mapKeys) : Attribute
{
    /// <summary>The kind of list.</summary>
    public ListKind Kind { get; } = kind;

    /// <summary>For <see cref="ListKind.Map"/>, the properties that identify an item.</summary>
    public IReadOnlyList<string> MapKeys { get; } = mapKeys;
}

/// <summary>How a list merges (<c>x-kubernetes-list-type</c>).</summary>
public enum ListKind
{
    /// <summary>As a whole.</summary>
    Atomic,

    /// <summary>Item by item; each value occurs once.</summary>
    Set,

    /// <summary>Item by item, identified by key properties.</summary>
    Map,
}

/// <summary>
/// An object or a map that merges, and is owned, as a whole (<c>x-kubernetes-map-type: atomic</c>); on a class, every object of that type,
/// the items of lists included. Every field of one that is not has an entry of its own in metadata.managedFields, which the API server reads
/// and writes with every change.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Class)]
public sealed class AtomicAttribute : Attribute;

/// <summary>Free-form JSON: unknown fields below are kept.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PreserveUnknownFieldsAttribute : Attribute;

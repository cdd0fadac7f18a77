namespace ComputeOperator.Kubernetes.Meta.Schema;

/// <summary>Marks a type as an API kind.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class KubernetesEntityAttribute : Attribute
{
    /// <summary>API group; empty for the core group.</summary>
    public required string Group { get; init; }

    /// <summary>Version, <c>v1</c>.</summary>
    public required string ApiVersion { get; init; }

    /// <summary>Kind in CamelCase.</summary>
    public required string Kind { get; init; }

    /// <summary>Plural in lower case: the resource of the REST path.</summary>
    public required string PluralName { get; init; }
}

/// <summary>Whether objects of the kind live in a namespace; without the attribute they do.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class EntityScopeAttribute(EntityScope scope) : Attribute
{
    /// <summary>The scope.</summary>
    public EntityScope Scope { get; } = scope;
}

/// <summary>Where objects of a kind live.</summary>
public enum EntityScope
{
    /// <summary>In a namespace.</summary>
    Namespaced,

    /// <summary>In none.</summary>
    Cluster,
}

/// <summary>Short names that kubectl understands.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class KubernetesEntityShortNamesAttribute(params string[] shortNames) : Attribute
{
    /// <summary>The short names.</summary>
    public IReadOnlyList<string> ShortNames { get; } = shortNames;
}

/// <summary>Categories under which <c>kubectl get</c> lists the kind with others.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class KubernetesEntityCategoriesAttribute(params string[] categories) : Attribute
{
    /// <summary>The categories.</summary>
    public IReadOnlyList<string> Categories { get; } = categories;
}

/// <summary>A column of <c>kubectl get</c>, in the order of declaration.</summary>
/// <param name="jsonPath">Where the value is, <c>.status.phase</c>.</param>
/// <param name="name">Heading.</param>
/// <param name="type">OpenAPI type: string, integer, number, boolean or date.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class GenericAdditionalPrinterColumnAttribute(string jsonPath, string name, string type) : Attribute
{
    /// <summary>Where the value is.</summary>
    public string JsonPath { get; } = jsonPath;

    /// <summary>Heading.</summary>
    public string Name { get; } = name;

    /// <summary>OpenAPI type.</summary>
    public string Type { get; } = type;

    /// <summary>0 is always shown, more only with <c>-o wide</c>.</summary>
    public int Priority { get; init; }

    /// <summary>What the column shows.</summary>
    public string? Description { get; init; }
}

/// <summary>A field usable in <c>--field-selector</c> (Kubernetes 1.31 or newer; alpha in 1.30, and off unless the feature gate CustomResourceFieldSelectors is on).</summary>
/// <param name="jsonPath">Where the value is, <c>.spec.tenant</c>.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class SelectableFieldAttribute(string jsonPath) : Attribute
{
    /// <summary>Where the value is.</summary>
    public string JsonPath { get; } = jsonPath;
}

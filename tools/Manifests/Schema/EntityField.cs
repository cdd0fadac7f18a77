using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using ComputeOperator.Kubernetes.Meta.Schema;

namespace ComputeOperator.Manifests.Schema;

/// <summary>A C# property as a field of the API.</summary>
internal sealed record EntityField(PropertyInfo Property)
{
    public string Name => JsonNames.Of(Property);

    public Type Type => Nullable.GetUnderlyingType(Property.PropertyType) ?? Property.PropertyType;

    /// <summary>Whether users must write it: a default spares them that.</summary>
    public bool IsRequired =>
        Property.IsDefined(typeof(RequiredMemberAttribute)) && !IsNullable && !Property.IsDefined(typeof(DefaultAttribute));

    /// <summary>Whether its type is a parameter of the type that declares it.</summary>
    public bool IsOpen =>
        Property.DeclaringType is { IsGenericType: true } declaring
        && declaring.GetGenericTypeDefinition().GetProperty(Property.Name)!.PropertyType.IsGenericParameter;

    private bool IsNullable => Property.PropertyType.IsValueType
        ? Nullable.GetUnderlyingType(Property.PropertyType) is not null
        : new NullabilityInfoContext().Create(Property).WriteState == NullabilityState.Nullable;

    /// <summary>Where it is in the source, for messages.</summary>
    public override string ToString() => $"{Property.DeclaringType!.Name}.{Property.Name}";

    /// <summary>The fields of <paramref name="type"/>, base types first, in the order of declaration.</summary>
    public static IEnumerable<EntityField> Of(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(p => p.GetIndexParameters().Length == 0 && !IsIgnored(p))
            .OrderBy(p => Depth(p.DeclaringType!))
            .ThenBy(p => p.MetadataToken)
            .Select(p => new EntityField(p));

    private static bool IsIgnored(PropertyInfo property) =>
        property.GetCustomAttribute<JsonIgnoreAttribute>() is { Condition: JsonIgnoreCondition.Always };

    private static int Depth(Type type) => type.BaseType is { } above ? 1 + Depth(above) : 0;
}

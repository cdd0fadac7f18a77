using System.Reflection;

namespace ComputeOperator.Manifests.XmlDocs;

/// <summary>The compiler's ids for members in documentation files.</summary>
internal static class DocumentedMember
{
    public static string IdOf(MemberInfo member) => member switch
    {
        Type type => $"T:{NameOf(type)}",
        PropertyInfo property => $"P:{NameOf(property.DeclaringType!)}.{property.Name}",
        FieldInfo field => $"F:{NameOf(field.DeclaringType!)}.{field.Name}",
        _ => throw new ArgumentException($"{member} is neither a type, a property nor a field.", nameof(member)),
    };

    private static string NameOf(Type type) =>
        (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName!.Replace('+', '.');
}

using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ComputeOperator.Manifests.Schema;

/// <summary>The names that System.Text.Json gives to members, under the web defaults that all entities use.</summary>
internal static class JsonNames
{
    public static string Of(PropertyInfo property) =>
        property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? JsonNamingPolicy.CamelCase.ConvertName(property.Name);

    public static string Of(FieldInfo enumMember) =>
        enumMember.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name ?? enumMember.Name;

    public static IEnumerable<FieldInfo> MembersOf(Type enumType) =>
        enumType.GetFields(BindingFlags.Public | BindingFlags.Static).OrderBy(f => f.MetadataToken);
}

using ComputeOperator.Manifests.Schema;

namespace ComputeOperator.Manifests.XmlDocs;

/// <summary>What a <c>cref</c> refers to, by the name that readers of the API know.</summary>
internal static class MemberReference
{
    public static string NameOf(string cref)
    {
        var id = cref[(cref.IndexOf(':', StringComparison.Ordinal) + 1)..].Split('(')[0];
        var dot = id.LastIndexOf('.');
        var name = id[(dot + 1)..].Split('`')[0];
        if (dot < 0 || FindType(id[..dot]) is not { } type)
        {
            return name;
        }

        return type.GetProperty(name) is { } property ? JsonNames.Of(property)
            : type.IsEnum && type.GetField(name) is { } member ? JsonNames.Of(member)
            : name;
    }

    private static Type? FindType(string name) =>
        AppDomain.CurrentDomain.GetAssemblies().Select(assembly => assembly.GetType(name)).FirstOrDefault(type => type is not null);
}

using System.Reflection;
using System.Xml.Linq;

namespace ComputeOperator.Manifests.XmlDocs;

/// <summary>What the source says about types and members, as plain text, from the compiler's documentation files.</summary>
internal sealed class Descriptions
{
    private readonly Dictionary<Assembly, Dictionary<string, XElement>> _members = [];

    /// <summary>The summary of <paramref name="member"/>; null when it has none.</summary>
    public string? Of(MemberInfo member)
    {
        if (ElementOf(member) is not { } element)
        {
            return null;
        }

        if (element.Element("summary") is { } summary)
        {
            return PlainText.Of(summary) is { Length: > 0 } text ? text : null;
        }

        return element.Element("inheritdoc") is not null ? Inherited(member).Select(Of).FirstOrDefault(text => text is not null) : null;
    }

    private static IEnumerable<PropertyInfo> Inherited(MemberInfo member)
    {
        if (member is not PropertyInfo { DeclaringType: { } type })
        {
            return [];
        }

        var bases = new List<Type>();
        for (var above = type.BaseType; above is not null; above = above.BaseType)
        {
            bases.Add(above);
        }

        return bases.Concat(type.GetInterfaces()).Select(above => above.GetProperty(member.Name)).OfType<PropertyInfo>();
    }

    private XElement? ElementOf(MemberInfo member)
    {
        var assembly = (member as Type ?? member.DeclaringType!).Assembly;
        if (!_members.TryGetValue(assembly, out var members))
        {
            _members[assembly] = members = Load(assembly);
        }

        return members.GetValueOrDefault(DocumentedMember.IdOf(member));
    }

    private static Dictionary<string, XElement> Load(Assembly assembly)
    {
        var path = Path.ChangeExtension(assembly.Location, ".xml");
        return File.Exists(path)
            ? XDocument.Load(path, LoadOptions.PreserveWhitespace).Descendants("member").ToDictionary(m => m.Attribute("name")!.Value)
            : [];
    }
}

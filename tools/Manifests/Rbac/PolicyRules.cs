using System.Text.Json.Nodes;
using ComputeOperator.Kubernetes.Meta.Schema;

namespace ComputeOperator.Manifests.Rbac;

/// <summary>Rights merged into the fewest rules that say the same, in a fixed order.</summary>
internal static class PolicyRules
{
    public static JsonArray Of(IEnumerable<Right> rights)
    {
        var merged =
            from right in rights
            group right.Verbs by (right.Group, right.Resource, right.Name) into marks
            select (marks.Key.Group, marks.Key.Resource, marks.Key.Name, Verbs: marks.Aggregate((all, verbs) => all | verbs));
        var rules =
            from right in merged
            where right.Verbs != RbacVerbs.None
            group right.Resource by (right.Group, right.Name, right.Verbs) into same
            let resources = same.Order(StringComparer.Ordinal).ToArray()
            orderby same.Key.Group, resources[0], same.Key.Name
            select Rule(same.Key.Group, resources, same.Key.Name, same.Key.Verbs);
        return new JsonArray([.. rules]);
    }

    private static JsonObject Rule(string group, IEnumerable<string> resources, string? name, RbacVerbs verbs)
    {
        var rule = new JsonObject { ["apiGroups"] = Texts([group]) };
        if (name is not null)
        {
            rule["resourceNames"] = Texts([name]);
        }

        rule["resources"] = Texts(resources);
        rule["verbs"] = Texts(Enum.GetValues<RbacVerbs>()
            .Where(verb => verb != RbacVerbs.None && verbs.HasFlag(verb))
            .Select(verb => verb.ToString().ToLowerInvariant())
            .Order(StringComparer.Ordinal));
        return rule;
    }

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(t => JsonValue.Create(t))]);
}

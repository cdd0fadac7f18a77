using System.Reflection;
using System.Text.Json.Nodes;
using ComputeOperator.Kubernetes.Meta.Schema;

namespace ComputeOperator.Manifests.Schema;

/// <summary>CEL rules, of a type or of a property.</summary>
internal static class ValidationRules
{
    public static void Apply(MemberInfo member, JsonObject schema)
    {
        foreach (var rule in member.GetCustomAttributes<ValidationRuleAttribute>(inherit: true))
        {
            RulesOf(schema).Add((JsonNode)Of(rule));
        }
    }

    private static JsonArray RulesOf(JsonObject schema)
    {
        const string keyword = "x-kubernetes-validations";
        if (schema[keyword] is not JsonArray rules)
        {
            schema[keyword] = rules = [];
        }

        return rules;
    }

    private static JsonObject Of(ValidationRuleAttribute rule)
    {
        var schema = new JsonObject { ["rule"] = rule.Rule, ["message"] = rule.Message };
        if (rule.Reason is { } reason)
        {
            schema["reason"] = reason;
        }

        if (rule.FieldPath is { } path)
        {
            schema["fieldPath"] = path;
        }

        return schema;
    }
}

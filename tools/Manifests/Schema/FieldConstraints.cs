using System.Reflection;
using System.Text.Json.Nodes;
using ComputeOperator.Kubernetes.Meta.Schema;

namespace ComputeOperator.Manifests.Schema;

/// <summary>What the attributes of a property add to its schema.</summary>
internal sealed class FieldConstraints(ICollection<string> problems)
{
    public void Apply(EntityField field, JsonObject schema)
    {
        foreach (var attribute in field.Property.GetCustomAttributes())
        {
            switch (attribute)
            {
                case PatternAttribute pattern:
                    Set(field, schema, ValueKind.Text, "pattern", pattern.RegexPattern);
                    break;
                case LengthAttribute length:
                    SetBound(field, schema, ValueKind.Text, "minLength", length.MinLength);
                    SetBound(field, schema, ValueKind.Text, "maxLength", length.MaxLength);
                    break;
                case RangeMinimumAttribute minimum:
                    Set(field, schema, ValueKind.Number, "minimum", Number(minimum.Minimum));
                    break;
                case RangeMaximumAttribute maximum:
                    Set(field, schema, ValueKind.Number, "maximum", Number(maximum.Maximum));
                    break;
                case ItemsAttribute items:
                    SetCount(field, schema, items);
                    break;
                case AtomicAttribute:
                    SetAtomic(field, schema);
                    break;
                case DefaultAttribute value:
                    schema["default"] = JsonNode.Parse(value.Json);
                    break;
            }
        }

        SetListType(field, schema);
        ValidationRules.Apply(field.Property, schema);
    }

    private static JsonNode Number(double value) => value == Math.Truncate(value) ? (long)value : value;

    private void SetBound(EntityField field, JsonObject schema, ValueKind kind, string keyword, int bound)
    {
        if (bound >= 0)
        {
            Set(field, schema, kind, keyword, bound);
        }
    }

    private void Set(EntityField field, JsonObject schema, ValueKind kind, string keyword, JsonNode value)
    {
        var target = Innermost(schema);
        if (KindOf(target) is { } actual && (actual & kind) != 0)
        {
            target[keyword] = value;
        }
        else
        {
            problems.Add($"{field}: {keyword} does not apply to {field.Type.Name}.");
        }
    }

    private void SetCount(EntityField field, JsonObject schema, ItemsAttribute items)
    {
        var unit = KindOf(schema) switch
        {
            ValueKind.List => "Items",
            ValueKind.Map => "Properties",
            _ => null,
        };
        if (unit is null)
        {
            problems.Add($"{field}: a number of items does not apply to {field.Type.Name}.");
            return;
        }

        SetOn(schema, "min" + unit, items.MinItems);
        SetOn(schema, "max" + unit, items.MaxItems);
    }

    private static void SetOn(JsonObject schema, string keyword, int bound)
    {
        if (bound >= 0)
        {
            schema[keyword] = bound;
        }
    }

    private void SetListType(EntityField field, JsonObject schema)
    {
        var declared = field.Property.GetCustomAttribute<ListTypeAttribute>();
        if (KindOf(schema) != ValueKind.List)
        {
            if (declared is not null)
            {
                problems.Add($"{field}: a list type does not apply to {field.Type.Name}.");
            }

            return;
        }

        var kind = declared?.Kind ?? ListKind.Atomic;
        if (kind == ListKind.Map)
        {
            schema["x-kubernetes-list-map-keys"] = new JsonArray([.. declared!.MapKeys.Select(k => JsonValue.Create(k))]);
        }

        schema["x-kubernetes-list-type"] = kind.ToString().ToLowerInvariant();
    }

    private void SetAtomic(EntityField field, JsonObject schema)
    {
        if ((string?)schema["type"] == "object")
        {
            schema["x-kubernetes-map-type"] = "atomic";
        }
        else
        {
            problems.Add($"{field}: atomic does not apply to {field.Type.Name}; a list has a list type.");
        }
    }

    private static JsonObject Innermost(JsonObject schema) =>
        (schema["items"] ?? schema["additionalProperties"]) is JsonObject inner ? Innermost(inner) : schema;

    private static ValueKind? KindOf(JsonObject schema) => (string?)schema["type"] switch
    {
        "string" => ValueKind.Text,
        "integer" or "number" => ValueKind.Number,
        "array" => ValueKind.List,
        "object" when schema["additionalProperties"] is not null || schema["properties"] is null => ValueKind.Map,
        null when schema["x-kubernetes-int-or-string"] is not null => ValueKind.Text | ValueKind.Number,
        _ => null,
    };

    [Flags]
    private enum ValueKind
    {
        Text = 1,
        Number = 2,
        List = 4,
        Map = 8,
    }
}

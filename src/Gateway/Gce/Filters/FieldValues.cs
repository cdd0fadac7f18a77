using System.Text.Json;

namespace ComputeOperator.Gateway.Gce.Filters;

/// <summary>A value of a field, as text.</summary>
/// <param name="Text">The text.</param>
/// <param name="IsNumber">Whether it is a number in the resource, and no text that reads like one.</param>
internal readonly record struct FieldValue(string Text, bool IsNumber)
{
    /// <summary>What a field that is absent counts as.</summary>
    public static FieldValue Absent { get; } = new("", false);
}

/// <summary>The values of a field of a resource: <c>labels.env</c>, <c>networkInterfaces.networkIP</c>.</summary>
internal static class FieldValues
{
    /// <summary>As text; of a list, those of each item.</summary>
    public static IEnumerable<FieldValue> Of(JsonElement resource, string field)
    {
        if (field.Length == 0)
        {
            return Texts(resource);
        }

        if (resource.ValueKind == JsonValueKind.Array)
        {
            return resource.EnumerateArray().SelectMany(item => Of(item, field));
        }

        if (resource.ValueKind != JsonValueKind.Object)
        {
            return [];
        }

        // A label's key may itself have a dot.
        if (resource.TryGetProperty(field, out var whole))
        {
            return Texts(whole);
        }

        var dot = field.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && resource.TryGetProperty(field[..dot], out var parent) ? Of(parent, field[(dot + 1)..]) : [];
    }

    private static IEnumerable<FieldValue> Texts(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Texts),
        JsonValueKind.Object => value.EnumerateObject().Select(member => new FieldValue(member.Name, false)),
        JsonValueKind.String => [new(value.GetString() ?? "", false)],
        _ => [new(value.GetRawText(), value.ValueKind == JsonValueKind.Number)],
    };
}

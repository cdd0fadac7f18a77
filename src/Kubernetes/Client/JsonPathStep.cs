using System.Text.Json;

namespace ComputeOperator.Kubernetes.Client;

/// <summary>One step of a JSON path: into a member, or into an element of a list.</summary>
/// <param name="Member">Name of the member; null for an element.</param>
/// <param name="Index">Number of the element.</param>
internal readonly record struct JsonPathStep(string? Member, int Index)
{
    /// <summary>What the step leads to from <paramref name="value"/>.</summary>
    public JsonElement In(JsonElement value) => Member is { } member ? value.GetProperty(member) : value[Index];

    /// <inheritdoc/>
    public override string ToString() => Member switch
    {
        null => $"[{Index}]",
        _ when Member.AsSpan().ContainsAny("./ ") => $"['{Member}']",
        _ => $".{Member}",
    };
}

using System.Diagnostics.CodeAnalysis;

namespace ComputeOperator.Gateway.Gce.Operations;

/// <summary>
/// The name of an operation says all that is needed to answer for it: what, which change, of which Instance. So any gateway can, after any restart,
/// and for an Instance that is gone.
/// </summary>
/// <param name="Kind">What it does.</param>
/// <param name="Stamp">
/// The metadata.generation that asked for it; for what leaves no generation (deletion, repair, what is done at once) the second it was asked for.
/// </param>
/// <param name="InstanceId">Numeric id of the Instance.</param>
/// <param name="ObjectName">Name of the Kubernetes object; absent when it is too long, then the Instance is found by its id.</param>
internal sealed record OperationName(OperationKind Kind, long Stamp, ulong InstanceId, string? ObjectName)
{
    private const string Prefix = "operation";
    private const int Longest = 63;

    public override string ToString()
    {
        var text = $"{Prefix}-{Kind.Code}-{Base36.Of((ulong)Stamp)}-{Base36.Of(InstanceId)}";
        return ObjectName is { } name && text.Length + 1 + name.Length <= Longest ? $"{text}-{name}" : text;
    }

    public static bool TryParse(string text, [NotNullWhen(true)] out OperationName? name)
    {
        name = null;
        if (text.Split('-', 5) is not [Prefix, var code, var stamp, var id, .. var rest]
            || OperationKind.Find(code) is not { } kind
            || Base36.Parse(stamp) is not (<= long.MaxValue and var number) || Base36.Parse(id) is not { } instance)
        {
            return false;
        }

        name = new(kind, (long)number, instance, rest is [{ Length: > 0 } objectName] ? objectName : null);
        return true;
    }
}

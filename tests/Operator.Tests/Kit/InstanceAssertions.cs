using ComputeOperator.Entities.V1;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Operator.Tests.Kit;

internal static class InstanceAssertions
{
    public static Condition? Condition(this Instance instance, string type) => instance.Status?.Conditions?.FirstOrDefault(c => c.Type == type);

    public static bool Holds(this Instance instance, string type) => instance.Condition(type)?.Status == ConditionStatus.True;

    /// <summary>Whether the user must act, and the message says <paramref name="text"/>.</summary>
    public static bool IsStalled(this Instance instance, string reason, string text) =>
        instance.Condition(InstanceConditions.Stalled) is { Status: ConditionStatus.True } stalled
        && stalled.Reason == reason && stalled.Message.Contains(text, StringComparison.Ordinal);
}

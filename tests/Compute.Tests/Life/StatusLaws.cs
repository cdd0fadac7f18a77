using ComputeOperator.Entities.V1;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Compute.Tests.Life;

/// <summary>What every persisted status must satisfy, whatever happened.</summary>
internal static class StatusLaws
{
    public static void Check(Instance before, InstanceStatus after)
    {
        var conditions = (after.Conditions ?? []).ToDictionary(c => c.Type);
        Assert.Equal(before.Metadata.Generation, after.ObservedGeneration);
        Assert.InRange(after.StatusMessage!.Length, 1, 1024);
        Assert.All(conditions.Values, c => Assert.InRange(c.Message.Length, 0, 1024));
        Assert.All(conditions.Values, c => Assert.Equal(after.ObservedGeneration, c.ObservedGeneration));

        var ready = conditions[InstanceConditions.Ready].Status == ConditionStatus.True;
        Assert.Equal(1, (ready ? 1 : 0) + (conditions.ContainsKey(InstanceConditions.Reconciling) ? 1 : 0) + (conditions.ContainsKey(InstanceConditions.Stalled) ? 1 : 0));
        Assert.Equal(ready, ready && conditions[InstanceConditions.PowerStateSynced].Status == ConditionStatus.True);
        foreach (var old in before.Status?.Conditions ?? [])
        {
            if (conditions.TryGetValue(old.Type, out var now) && now.Status == old.Status)
            {
                Assert.Equal(old.LastTransitionTime, now.LastTransitionTime);
            }
        }

        var operations = after.Operations ?? [];
        Assert.InRange(operations.Count, 0, 10);
        Assert.InRange(operations.Count(o => o.Status == OperationStatus.Running), 0, 1);
        Assert.Equal(operations.Count, operations.Select(o => o.Id).Distinct().Count());
        Assert.All(operations, o => Assert.Equal(o.Status == OperationStatus.Done, o.EndTime is not null));
    }
}

using ComputeOperator.Compute.Lifecycle;
using ComputeOperator.Entities.V1;

namespace ComputeOperator.Operator.Tests.Kit;

/// <summary>What must hold between any two versions of an Instance, whatever happened to the operator in between.</summary>
internal static class HistoryLaws
{
    /// <summary>Everything in which a complete history breaks a law.</summary>
    public static IEnumerable<string> Broken(IEnumerable<Version> history) => history
        .GroupBy(version => version.Object.Metadata.Uid)
        .SelectMany(instance => BrokenBySame([.. instance]));

    private static IEnumerable<string> BrokenBySame(IReadOnlyList<Version> versions)
    {
        var name = versions[0].Object.Metadata.Name;
        for (var i = 1; i < versions.Count; i++)
        {
            var (before, after) = (versions[i - 1].Object, versions[i].Object);
            foreach (var problem in Edge(before.Status, after.Status).Concat(Restarts(before, after)).Concat(Identity(before.Status, after.Status)))
            {
                yield return $"{name} at version {after.Metadata.ResourceVersion}: {problem}";
            }
        }

        var ids = versions.SelectMany(version => version.Object.Status?.Operations ?? []).Select(operation => (operation.Id, operation.Type)).Distinct().ToList();
        if (ids.Select(operation => operation.Id).Distinct().Count() != ids.Count)
        {
            yield return $"{name}: an operation ID stands for two operations";
        }

        if (ids.Count(operation => operation.Type == OperationType.Insert) > 1)
        {
            yield return $"{name}: made twice";
        }
    }

    private static IEnumerable<string> Edge(InstanceStatus? before, InstanceStatus? after)
    {
        if (before?.Phase != after?.Phase && (after?.Phase is not { } to || !InstanceLifecycle.Edges.Contains((before?.Phase, to))))
        {
            yield return $"{before?.Phase} -> {after?.Phase} is no edge";
        }
    }

    private static IEnumerable<string> Restarts(Instance before, Instance after)
    {
        var (was, now) = (before.Status?.RestartCount ?? 0, after.Status?.RestartCount ?? 0);
        var (handled, handles) = (before.Status?.ObservedRestartedAt ?? DateTimeOffset.MinValue, after.Status?.ObservedRestartedAt ?? DateTimeOffset.MinValue);
        if (now != was && (now != was + 1 || handles <= handled))
        {
            yield return $"restarts {was} -> {now} while handled {handled:O} -> {handles:O}";
        }

        if (handles < handled)
        {
            yield return $"handled restarts go back: {handled:O} -> {handles:O}";
        }
    }

    private static IEnumerable<string> Identity(InstanceStatus? before, InstanceStatus? after)
    {
        if (before?.InstanceId is { } id && after?.InstanceId != id)
        {
            yield return $"instanceID {id} -> {after?.InstanceId}";
        }

        if (before?.CreationTimestamp is { } made && after?.CreationTimestamp != made)
        {
            yield return $"creationTimestamp {made:O} -> {after?.CreationTimestamp:O}";
        }
    }
}

using ComputeOperator.Entities.V1;

namespace ComputeOperator.Gateway.Gce.Operations;

/// <summary>What can be said of operations that are recorded nowhere. Pure.</summary>
internal static class LikelyOperations
{
    private const long FirstGeneration = 1;

    // How far the clock of another gateway may be ahead.
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    /// <summary>The operations that a number may mean: those recorded, those of requests with an id, the insert, and what the last change may have asked for.</summary>
    public static IEnumerable<OperationName> Of(Instance instance)
    {
        var generation = instance.Metadata.Generation ?? FirstGeneration;
        var last = Enum.GetValues<OperationType>().Where(type => !IsTimed(type)).Select(type => (Kind: OperationKind.Of(type), Stamp: generation));
        IEnumerable<(OperationKind Kind, long Stamp)> unrecorded = AnsweredRequests.All(instance.Metadata).Append((OperationKind.Of(OperationType.Insert), FirstGeneration)).Concat(last);
        if (instance.Metadata.DeletionTimestamp is { } deleted)
        {
            unrecorded = unrecorded.Append((OperationKind.Of(OperationType.Delete), deleted.ToUnixTimeSeconds()));
        }

        return OperationView.NamesOf(instance).Concat(unrecorded.Select(known => OperationView.NameOf(instance, known.Kind, known.Stamp)));
    }

    /// <summary>Whether an operation of this name can have been given out: not if it is of a change or a time yet to come.</summary>
    /// <param name="name">The name.</param>
    /// <param name="instance">Its Instance as it is now; null: it is gone.</param>
    /// <param name="now">The time.</param>
    public static bool IsPossible(OperationName name, Instance? instance, DateTimeOffset now) => name.Kind.Lifecycle is { } type && !IsTimed(type)
        ? instance is null || name.Stamp <= (instance.Metadata.Generation ?? FirstGeneration)
        : name.Stamp <= (now + ClockSkew).ToUnixTimeSeconds();

    private static bool IsTimed(OperationType type) => type is OperationType.Delete or OperationType.Repair;
}

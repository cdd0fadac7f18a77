using ComputeOperator.Compute.Planning;
using ComputeOperator.Entities.V1;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Compute.Status;

/// <summary>What is shown of an instance of which nothing is left but the object, because others hold that.</summary>
public static class GoneProjection
{
    // Kubernetes' own, which come with some deletions and go by themselves.
    private static readonly string[] Passing = ["foregroundDeletion", "orphan"];

    private static readonly string[] Owned =
        [InstanceConditions.Ready, InstanceConditions.QuotaReserved, InstanceConditions.Reconciling, InstanceConditions.Stalled];

    /// <summary>The last status; null when nobody else holds the object, and nobody would see it.</summary>
    /// <param name="pass">The look that found nothing left.</param>
    public static InstanceStatus? Of(PassResult pass)
    {
        ArgumentNullException.ThrowIfNull(pass);
        var (instance, now) = (pass.Situation.Instance, pass.Situation.Now);
        var holders = (instance.Metadata.Finalizers ?? []).Where(name => name != ComputeApi.ForceStopFinalizer && !Passing.Contains(name)).ToList();
        if (holders.Count == 0)
        {
            return null;
        }

        var reason = StatusText.Cut($"the machine is gone; the object waits for the finalizers of others: {StatusText.List(holders)}");
        var message = StatusText.Cut($"Being deleted: {reason}.");
        return pass.Status with
        {
            Reservation = null,
            Deletion = pass.Status.Deletion! with { Reason = reason },
            Operations = OperationLog.Closed(pass.Status.Operations, now),
            StatusMessage = message,
            Conditions = ConditionMerge.Of(pass.Status.Conditions, Conditions(message), Owned, pass.Status.ObservedGeneration, now),
        };
    }

    private static IEnumerable<Condition> Conditions(string message) =>
    [
        ConditionMerge.New(InstanceConditions.Ready, false, "Deleting", message),
        ConditionMerge.New(InstanceConditions.QuotaReserved, false, "Released", "its place has been given back"),
        ConditionMerge.New(InstanceConditions.Reconciling, true, "Deleting", message),
    ];
}

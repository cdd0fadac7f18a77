using ComputeOperator.Compute.Lifecycle;
using ComputeOperator.Compute.Planning;
using ComputeOperator.Compute.Tenants;
using ComputeOperator.Entities.V1;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Compute.Status;

/// <summary>What an instance has reserved, as its status shows it.</summary>
internal static class ReservationProjection
{
    /// <summary>The reservation after a step that leaves the machine powered on, or off, as <paramref name="powered"/>.</summary>
    public static InstanceReservation? Of(Situation situation, Plan plan, Outcome outcome, PoweredMachineType? powered, InstancePhase? phase)
    {
        var (shown, has) = (situation.Instance.Status?.Reservation, situation.References.Admission.Has);
        // What was granted shows in full before anything of it is given back: until then the ledger counts it.
        if (shown is null || (has is not null && !ResourceAmounts.Of(shown).Covers(ResourceAmounts.Of(has))))
        {
            return has;
        }

        var runs = (plan.Step.Action is { PowersOn: true } && outcome is Outcome.Done) || (phase == InstancePhase.Running && plan.Goal == Goal.Running);
        return runs && powered is not null && Fits(powered, shown) && ResourceAmounts.Of(powered) != ResourceAmounts.Of(shown)
            ? ResourceAmounts.Of(powered).ToReservation(shown.Credits) with { Voucher = shown.Voucher }
            : shown;
    }

    /// <summary>Whether a machine of those figures takes no more than is reserved, or nothing was ever asked for.</summary>
    public static bool Allows(Situation situation, PoweredMachineType wanted) =>
        (situation.References.Admission.Has ?? situation.Instance.Status?.Reservation) is not { } reserved || Fits(wanted, reserved);

    /// <summary>The condition that says so.</summary>
    public static Condition Condition(Situation situation, Plan plan, InstanceStatus status)
    {
        const string type = InstanceConditions.QuotaReserved;
        return situation.References.Admission switch
        {
            Admission.Reserved => ConditionMerge.New(type, true, "Reserved", Text(situation.Instance, status.Reservation)),
            Admission.Waiting waiting => ConditionMerge.New(type, false, nameof(RefusalReason.QuotaExceeded), waiting.Message),
            Admission.Refused refused => ConditionMerge.New(type, false, refused.Reason.ToString(), refused.Message),
            _ when plan.Acceptance.Holds => ConditionMerge.New(type, ConditionStatus.Unknown, "Undecided", "the tenant has not decided yet"),
            _ => ConditionMerge.New(type, ConditionStatus.Unknown, "NotAccepted", "it is reserved when the references hold"),
        };
    }

    private static bool Fits(PoweredMachineType machine, InstanceReservation reserved) =>
        ResourceAmounts.Of(reserved).Covers(ResourceAmounts.Of(machine));

    private static string Text(Instance instance, InstanceReservation? reserved) => reserved is null
        ? ""
        : $"{reserved.Vcpus} vcpus, {reserved.Memory} memory and {reserved.Disk} disk of tenant {instance.Spec.Tenant}; {reserved.Credits} credits charged";
}

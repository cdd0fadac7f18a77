using ComputeOperator.Entities.V1;
using ComputeOperator.Gateway.VmManager.Contracts;
using ComputeOperator.Kubernetes.Events;

namespace ComputeOperator.Gateway.VmManager.Events;

/// <summary>A Kubernetes event as this dialect shows it. Pure.</summary>
internal static class EventView
{
    public const string Vm = "vm";
    public const string System = "system";
    public const string Admin = "admin";
    public const string Info = "info";
    public const string Warning = "warning";
    public const string Critical = "critical";

    /// <summary>The event.</summary>
    /// <param name="event">The event.</param>
    /// <param name="tenant">The tenant that it concerns; null: nobody knows any more.</param>
    public static EventResource Of(Event @event, string? tenant)
    {
        var isVm = IsAboutInstance(@event);
        return new()
        {
            Id = @event.Metadata.Name!,
            Type = TypeOf(@event),
            Severity = SeverityOf(@event),
            Message = @event.Note ?? "",
            VmId = isVm ? @event.Regarding!.Name : null,
            UserId = isVm ? tenant : @event.Regarding?.Name,
            Details = new(
                @event.Reason, @event.Action, isVm ? @event.Regarding!.Namespace : null, @event.Series?.Count ?? 1, LastSeen(@event)),
            CreatedAt = @event.EventTime ?? @event.Metadata.CreationTimestamp ?? default,
        };
    }

    public static DateTimeOffset LastSeen(Event @event) =>
        @event.Series?.LastObservedTime ?? @event.EventTime ?? @event.Metadata.CreationTimestamp ?? default;

    public static bool IsAboutInstance(Event @event) => @event.Regarding?.Kind == nameof(Instance);

    /// <summary>What administrators do, what becomes of credits and quota, and what becomes of a virtual machine.</summary>
    private static string TypeOf(Event @event) => @event.Reason switch
    {
        AdminEvents.Reason or "CreditsAdjusted" => Admin,
        "CreditsCharged" or "CreditsExhausted" or "QuotaExceeded" or "TenantNotFound" or "TenantSuspended" or "NamespaceNotAllowed" => System,
        _ => IsAboutInstance(@event) ? Vm : System,
    };

    /// <summary>Critical is what would fail again, a tenant that can or may run nothing more, and a machine that died.</summary>
    private static string SeverityOf(Event @event) => @event.Type != "Warning" ? Info : @event.Reason switch
    {
        "UnrecoverableError" or "RepairStarted" or "CreditsExhausted" or "TenantSuspended" => Critical,
        _ => Warning,
    };
}

using System.Globalization;
using ComputeOperator.Gateway.Dialects;
using ComputeOperator.Gateway.Failures;
using ComputeOperator.Gateway.VmManager.Contracts;

namespace ComputeOperator.Gateway.VmManager.Events;

/// <summary>Which events are asked for. Pure.</summary>
internal sealed record EventQuery(string? Type, string? Severity, string? VmId, DateTimeOffset? Since, Page Page)
{
    private static readonly string[] Types = [EventView.Vm, EventView.System, EventView.Admin];
    private static readonly string[] Severities = [EventView.Info, EventView.Warning, EventView.Critical];

    /// <summary>The parameters.</summary>
    public static RequestParameter[] Parameters { get; } =
    [
        new("type", "Only events of this type.") { Words = Types },
        new("severity", "Only events of this severity.") { Words = Severities },
        new("vm_id", "Only events about this virtual machine."),
        new("since", "Only events from this instant on (RFC 3339)."),
        .. Page.Parameters,
    ];

    /// <summary>Reads the parameters.</summary>
    /// <exception cref="FailureException">One of them cannot be.</exception>
    public static EventQuery Of(IQueryCollection query) => new(
        QueryWord.Of(query, "type", Types),
        QueryWord.Of(query, "severity", Severities),
        query["vm_id"].ToString() is { Length: > 0 } vm ? vm : null,
        Instant(query["since"].ToString()),
        Page.Of(query));

    public bool Matches(EventResource resource) =>
        (Type ?? resource.Type) == resource.Type && (Severity ?? resource.Severity) == resource.Severity
        && (VmId ?? resource.VmId) == resource.VmId && (Since is null || resource.Details.LastSeenAt >= Since);

    private static DateTimeOffset? Instant(string text)
    {
        const DateTimeStyles Universal = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return text.Length == 0 ? null
            : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, Universal, out var instant) ? instant
            : throw new FailureException(new Failure.Invalid([new FieldProblem("since", "Must be an instant such as 2026-01-01T00:00:00Z.", Place: FieldPlace.Query)]));
    }
}

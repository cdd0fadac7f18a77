using System.Globalization;
using ComputeOperator.Entities.V1;
using ComputeOperator.Gateway.Gce.Contracts;
using ComputeOperator.Gateway.Gce.Instances;
using ComputeOperator.Gateway.Instances;

namespace ComputeOperator.Gateway.Gce.Operations;

/// <summary>Operations as this dialect shows them. Pure.</summary>
internal static class OperationView
{
    private const string Running = "RUNNING";
    private const string Done = "DONE";

    /// <summary>The operation of a name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="instance">Its Instance as it is now; null: it is gone.</param>
    /// <param name="project">The project.</param>
    /// <param name="zone">The zone.</param>
    /// <param name="now">The time, for what is recorded nowhere.</param>
    /// <param name="settings">How links are written.</param>
    public static OperationResource Of(
        OperationName name, Instance? instance, string project, string zone, DateTimeOffset now, GceSettings settings)
    {
        var text = name.ToString();
        var target = TargetName(name, instance, zone, settings);
        var progress = ProgressOf(name, instance);
        var resource = InstanceLookup.Resource(project, zone, target);
        var inserted = InsertTime(name, instance) ?? progress.Started ?? LastChange(instance) ?? now;
        var begun = progress.Started ?? (progress.IsDone ? inserted : null);
        return new()
        {
            Id = NumericId(text),
            Name = text,
            Zone = settings.Links.Zone(project, zone),
            OperationType = name.Kind.Type,
            TargetLink = settings.Links.Zonal(project, zone, "instances", target),
            TargetId = name.InstanceId.ToString(CultureInfo.InvariantCulture),
            Status = progress.IsDone ? Done : Running,
            StatusMessage = progress.IsDone ? null : progress.Message,
            Progress = progress.Percent,
            InsertTime = GceTime.Of(inserted),
            StartTime = GceTime.Of(begun),
            EndTime = progress.IsDone ? GceTime.Of(progress.Ended ?? inserted) : null,
            Error = progress.Failure is { } failure ? new([new(OperationFailures.Code(failure), OperationFailures.Text(failure, resource))]) : null,
            HttpErrorStatusCode = progress.Failure is { } cause ? OperationFailures.HttpStatus(cause).Code : null,
            HttpErrorMessage = progress.Failure is { } reason ? OperationFailures.HttpStatus(reason).Message : null,
            SelfLink = settings.Links.Zonal(project, zone, "operations", text),
        };
    }

    /// <summary>The operations that the operator recorded of an Instance, those of one name once.</summary>
    public static IEnumerable<OperationName> NamesOf(Instance instance) =>
        instance.Status?.Operations?.Select(operation => NameOf(instance, operation)).Distinct() ?? [];

    /// <summary>How far the operation of a name has come.</summary>
    public static OperationProgress ProgressOf(OperationName name, Instance? instance) => name.Kind.Lifecycle switch
    {
        null when name.Kind.IsRefused => new(true, 100, Failure: OperationFailures.NotReady),
        null => new(true, 100),
        OperationType.Repair => instance?.Status?.Operations?.FirstOrDefault(o => IsRepair(o, name.Stamp)) is { } repair
            ? OperationProgress.Of(instance, repair)
            : new(true, 100),
        OperationType.Delete => OperationProgress.Of(instance, OperationType.Delete, 0),
        { } type => OperationProgress.Of(instance, type, name.Stamp),
    };

    /// <summary>The number under which an operation is found too.</summary>
    public static string NumericId(string name) => InstanceIdentity.Hash(name).ToString(CultureInfo.InvariantCulture);

    /// <summary>What an operation asked for, at <paramref name="stamp"/>, of an Instance is called.</summary>
    public static OperationName NameOf(Instance instance, OperationKind kind, long stamp) => new(
        kind, stamp, InstanceIdentity.Hash(instance.Metadata.Uid ?? ""), instance.Metadata.Name);

    private static OperationName NameOf(Instance instance, InstanceOperation operation) => NameOf(instance, OperationKind.Of(operation.Type), operation.Type switch
    {
        OperationType.Delete => (instance.Metadata.DeletionTimestamp ?? operation.StartTime).ToUnixTimeSeconds(),
        OperationType.Repair => operation.StartTime.ToUnixTimeSeconds(),
        _ => operation.Generation ?? 0,
    });

    private static bool IsRepair(InstanceOperation operation, long stamp) =>
        operation.Type == OperationType.Repair && operation.StartTime.ToUnixTimeSeconds() == stamp;

    private static DateTimeOffset? InsertTime(OperationName name, Instance? instance) => name.Kind.Lifecycle switch
    {
        OperationType.Insert => instance?.Metadata.CreationTimestamp,
        null or OperationType.Delete or OperationType.Repair when name.Stamp <= DateTimeOffset.MaxValue.ToUnixTimeSeconds() => DateTimeOffset.FromUnixTimeSeconds(name.Stamp),
        _ => null,
    };

    // What is recorded nowhere was asked for at some time; the answer must not be another one at each poll.
    private static DateTimeOffset? LastChange(Instance? instance) => instance is null ? null : InstanceTimes.Updated(instance);

    private static string TargetName(OperationName name, Instance? instance, string zone, GceSettings settings) =>
        instance is not null ? InstanceNames.Of(instance, settings.DefaultZone)
        : name.ObjectName is { } gone ? InstanceNames.OfGone(gone, zone, settings.DefaultZone)
        : name.InstanceId.ToString(CultureInfo.InvariantCulture);
}

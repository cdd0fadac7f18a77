using System.Globalization;
using System.Text;
using ComputeOperator.Entities.V1;

namespace ComputeOperator.Gateway.Gce.Instances;

/// <summary>
/// What a machine that nobody can look into would have printed: its phases and operations, from the status alone, so that nobody has to keep it.
/// It grows with the operations that are recorded; the oldest go first.
/// </summary>
internal static class SerialConsole
{
    public static string Of(Instance instance)
    {
        var text = new StringBuilder();
        var (name, status) = (instance.Metadata.Name ?? "", instance.Status);
        foreach (var operation in status?.Operations ?? [])
        {
            foreach (var line in Lines(operation, instance))
            {
                text.Append(CultureInfo.InvariantCulture, $"[{At(operation.StartTime)}] {name}: {line}\r\n");
            }

            if (operation.EndTime is { } end)
            {
                text.Append(CultureInfo.InvariantCulture, $"[{At(end)}] {name}: {Outcome(operation)}\r\n");
            }
        }

        if (status?.Phase is { } phase)
        {
            text.Append(CultureInfo.InvariantCulture, $"[{At(status.PhaseTransitionTimestamp ?? default)}] {name}: state is now {InstanceView.StatusOf(phase)}\r\n");
        }

        return text.ToString();
    }

    private static IEnumerable<string> Lines(InstanceOperation operation, Instance instance) => operation.Type switch
    {
        OperationType.Insert or OperationType.Start or OperationType.Repair => Boot(operation, instance),
        OperationType.Resume => ["PM: Image restored from suspended memory", "systemd[1]: Reached target sleep resume."],
        OperationType.Suspend => ["systemd[1]: Reached target Sleep.", "PM: suspend entry (deep)"],
        OperationType.Stop or OperationType.Delete => PowerOff(),
        OperationType.Restart => [.. PowerOff(), .. Boot(operation, instance)],
        OperationType.Reset => ["sysrq: Resetting", .. Boot(operation, instance)],
    };

    private static List<string> Boot(InstanceOperation operation, Instance instance)
    {
        var figures = instance.Status?.MachineType;
        List<string> lines =
        [
            operation.Type == OperationType.Repair ? "watchdog: machine died, booting it again" : "SeaBIOS (simulated)",
            $"Booting from {instance.Spec.Image ?? "default image"}",
            $"Linux version 6.1.0 (simulated) machine type {figures?.Name ?? instance.Spec.MachineType}, {figures?.Vcpus.ToString() ?? "?"} vCPUs, {figures?.Memory.ToString() ?? "?"} memory",
            $"systemd[1]: Set hostname to <{instance.Metadata.Name}>.",
        ];
        if (instance.Spec.Metadata?.ContainsKey("startup-script") == true)
        {
            lines.Add("google_metadata_script_runner[612]: Found startup-script in metadata.");
        }

        return lines;
    }

    private static string[] PowerOff() => ["systemd[1]: Stopping services.", "systemd[1]: Reached target System Power Off.", "reboot: Power down"];

    private static string Outcome(InstanceOperation operation) => operation.Error is { } error
        ? $"{operation.Type.ToString().ToLowerInvariant()} ended: {error.ReplaceLineEndings(" ")}"
        : $"{operation.Type.ToString().ToLowerInvariant()} done";

    private static string At(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}

using System.Collections.Frozen;
using ComputeOperator.Gateway.Gce.Contracts;
using ComputeOperator.Gateway.Gce.Errors;
using ComputeOperator.Gateway.Instances;

namespace ComputeOperator.Gateway.Gce.Instances;

/// <summary>The body of insert as an Instance to be created. Pure.</summary>
internal static class InsertMapping
{
    /// <summary>Fields of an instance that are accepted, as clients send them, and mean nothing here.</summary>
    private static readonly FrozenSet<string> Ignored = new[]
    {
        "advancedMachineFeatures", "canIpForward", "confidentialInstanceConfig", "cpuPlatform", "creationTimestamp", "displayDevice", "fingerprint",
        "guestAccelerators", "hostname", "id", "instanceEncryptionKey", "keyRevocationActionType", "kind", "labelFingerprint", "lastStartTimestamp",
        "lastStopTimestamp", "lastSuspendedTimestamp", "localSsdEncryptionMode", "minCpuPlatform", "networkInterfaces", "networkPerformanceConfig", "params",
        "privateIpv6GoogleAccess", "reservationAffinity", "resourcePolicies", "resourceStatus", "satisfiesPzi", "satisfiesPzs", "scheduling", "selfLink",
        "serviceAccounts", "shieldedInstanceConfig", "shieldedInstanceIntegrityPolicy", "sourceMachineImage", "sourceMachineImageEncryptionKey",
        "startRestricted", "status", "statusMessage", "workloadIdentityConfig", "zone",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The Instance.</summary>
    /// <exception cref="GceException">The body says something that cannot be.</exception>
    public static InstanceDraft ToDraft(InsertRequest request, string project, string zone, string defaultZone)
    {
        if (request.Others?.Keys.FirstOrDefault(key => !Ignored.Contains(key)) is { } unknown)
        {
            throw GceError.Invalid($"Invalid JSON payload received. Unknown name \"{unknown}\": Cannot find field.").ToException();
        }

        var name = NameOf(request);
        var machineType = request.MachineType is { Length: > 0 } link ? Links.NameIn(link) : throw GceError.Required("resource.machineType").ToException();
        var objectName = InstanceNames.ObjectName(zone, name, defaultZone);
        var (labels, annotations) = Labels.Change(null, request.Labels ?? new Dictionary<string, string?>(), "resource.labels");
        return new()
        {
            Namespace = project,
            Name = objectName,
            Labels = WithName(labels, name, objectName),
            Annotations = annotations.Count == 0 ? null : annotations,
            Spec = new()
            {
                MachineType = machineType,
                Image = ImageOf(request),
                Zone = zone,
                Description = request.Description,
                Metadata = GuestMetadata.Of(request.Metadata),
                Tags = NetworkTags.Of(request.Tags),
                DeletionProtection = request.DeletionProtection,
            },
        };
    }

    private static string NameOf(InsertRequest request) => request.Name switch
    {
        null or "" => throw GceError.Required("resource.name").ToException(),
        var name when GcePath.Name.IsMatch(name) => name,
        var name => throw GceError.InvalidField("resource.name", name, $"Must be a match of regex '{GcePath.NamePattern}'").ToException(),
    };

    private static string? ImageOf(InsertRequest request) =>
        request.Disks?.FirstOrDefault(disk => disk?.Boot == true)?.InitializeParams?.SourceImage is { Length: > 0 } image ? Links.NameIn(image) : null;

    private static IReadOnlyDictionary<string, string?>? WithName(IReadOnlyDictionary<string, string?> labels, string name, string objectName) =>
        name != objectName ? new Dictionary<string, string?>(labels) { [InstanceNames.Label] = name } : labels.Count == 0 ? null : labels;
}

using System.Text.Json;
using System.Text.Json.Serialization;
using ComputeOperator.Kubernetes.Meta;
using ComputeOperator.Kubernetes.Meta.Schema;

namespace ComputeOperator.Entities.V1;

/// <summary>What is wanted of an Instance. The operator never writes here.</summary>
/// <remarks>
/// Properties with a default have a setter, not an initializer: the JSON source generator passes every <c>init</c> property to
/// the object initializer, so that an absent one would be null instead of its default.
/// </remarks>
[ValidationRule(
    "has(self.image) == has(oldSelf.image) && (!has(self.image) || self.image == oldSelf.image)",
    Message = "spec.image is immutable: delete the Instance and create it anew from another image",
    FieldPath = ".image")]
[ValidationRule(
    "has(self.provider) == has(oldSelf.provider) && (!has(self.provider) || self.provider == oldSelf.provider)",
    Message = "spec.provider is immutable: delete the Instance and create it anew with another provider",
    FieldPath = ".provider")]
[ValidationRule(
    "has(self.image) || !has(self.provider) || self.provider == 'simulated'",
    Message = "spec.image is required unless spec.provider is simulated",
    Reason = "FieldValueRequired",
    FieldPath = ".image")]
public sealed record InstanceSpec
{
    /// <summary>
    /// Name of a MachineType: how many vCPUs, how much memory and disk; or custom-N-M for N vCPUs (1, or an even number up to 96) and
    /// M MiB of memory (a multiple of 256, up to 6656 per vCPU), with 10 GiB of disk; or custom-N-M-D for N vCPUs (up to 1024), M MiB of
    /// memory (up to 67108864) and D GiB of disk (up to 65536). It may be changed at any time; the change takes effect at the next start, and the condition RestartRequired says so until then.
    /// </summary>
    [Length(MinLength = 1, MaxLength = 63)]
    [Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")]
    [JsonConverter(typeof(PooledStringConverter))]
    public required string MachineType { get; init; }

    /// <summary>
    /// What the machine boots from. Required unless the provider is simulated, which boots nothing. Immutable.
    /// </summary>
    [Length(MinLength = 1, MaxLength = 512)]
    [JsonConverter(typeof(PooledStringConverter))]
    public string? Image { get; init; }

    /// <summary>
    /// Whether this is a virtual machine or a container. It says what is meant; what the machine is made of, the provider decides. Immutable.
    /// </summary>
    [Default("\"VirtualMachine\"")]
    [ValidationRule("self == oldSelf", Message = "spec.type is immutable: delete the Instance and create it anew with another type")]
    public InstanceType Type { get; init; }

    /// <summary>
    /// What runs the machine: the name of a provider that the operator has enabled. Absent: the one that
    /// the operator has as its default (--default-provider). Immutable.
    /// </summary>
    [Length(MinLength = 1, MaxLength = 63)]
    [Pattern("^[a-z]([-a-z0-9]*[a-z0-9])?$")]
    [JsonConverter(typeof(PooledStringConverter))]
    public string? Provider { get; init; }

    /// <summary>Name of the Tenant that the machine belongs to, whose quota and credits it uses. Immutable.</summary>
    [Default("\"default\"")]
    [Length(MinLength = 1, MaxLength = 63)]
    [Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")]
    [ValidationRule("self == oldSelf", Message = "spec.tenant is immutable: delete the Instance and create it anew for another tenant")]
    [JsonConverter(typeof(PooledStringConverter))]
    public string Tenant { get; set; } = ComputeApi.DefaultTenant;

    /// <summary>Where the machine runs, as region and zone letter: us-central1-a. Immutable.</summary>
    [Default("\"us-central1-a\"")]
    [Length(MaxLength = 63)]
    [Pattern("^[a-z]+-[a-z]+[0-9]+-[a-z]$")]
    [ValidationRule("self == oldSelf", Message = "spec.zone is immutable: delete the Instance and create it anew in another zone")]
    [JsonConverter(typeof(PooledStringConverter))]
    public string Zone { get; set; } = "us-central1-a";

    /// <summary>Whether the machine should run, be stopped, or be suspended (its memory kept).</summary>
    [Default("\"Running\"")]
    public PowerState PowerState { get; init; }

    /// <summary>How the machine is stopped, also when it is deleted or restarted.</summary>
    [Default("{}")]
    public StopPolicy StopPolicy { get; set; } = new();

    /// <summary>
    /// A time later than any handled so far restarts the machine once, if it is running. What is set at creation or
    /// while the machine is stopped counts as handled. Removing it or setting it back does nothing.
    /// </summary>
    public DateTimeOffset? RestartedAt { get; init; }

    /// <summary>How a restart is done.</summary>
    [Default("\"Graceful\"")]
    public RestartMode RestartMode { get; init; }

    /// <summary>
    /// While true, a request to delete this Instance is refused, by the policy deletion-protection.compute.iaas.dev, which must be installed.
    /// </summary>
    [Default("false")]
    public bool DeletionProtection { get; init; }

    /// <summary>For people; not interpreted.</summary>
    [Length(MaxLength = 2048)]
    public string? Description { get; init; }

    /// <summary>
    /// Guest metadata, such as startup-script. Limits are those of Google Compute Engine: keys of at most 128 letters,
    /// digits, '-' and '_'; values of at most 262144 characters, and of 524288 in all.
    /// </summary>
    [Items(MaxItems = 256)]
    [Length(MaxLength = 262144)]
    [ValidationRule(
        "self.all(k, k.matches('^[-_a-zA-Z0-9]{1,128}$'))",
        Message = "spec.metadata keys must be 1 to 128 letters, digits, '-' and '_'")]
    [ValidationRule(
        "self.map(k, self[k].size()).sum() <= 524288",
        Message = "spec.metadata values must be at most 524288 characters in all")]
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>
    /// Network tags: each a lower-case letter, then lower-case letters, digits and '-', at most 63 characters and no
    /// '-' at the end; at most 64 of them.
    /// </summary>
    [Items(MaxItems = 64)]
    [Length(MinLength = 1, MaxLength = 63)]
    [Pattern("^[a-z]([-a-z0-9]*[a-z0-9])?$")]
    [ListType(ListKind.Set)]
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>
    /// Another Instance of the same namespace that this one belongs to. It must exist; this one is deleted before it
    /// goes.
    /// </summary>
    [Length(MinLength = 1, MaxLength = 63)]
    [Pattern("^[a-z]([-a-z0-9]*[a-z0-9])?$")]
    public string? Parent { get; init; }

    /// <summary>How widely the instance is meant to be used; carried, not interpreted.</summary>
    [Default("\"Project\"")]
    public InstanceScope Scope { get; set; } = InstanceScope.Project;

    /// <summary>Free-form configuration; carried, never interpreted.</summary>
    [PreserveUnknownFields]
    public JsonElement? Config { get; init; }
}

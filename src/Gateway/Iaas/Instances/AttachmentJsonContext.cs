using System.Text.Json.Serialization;

namespace ComputeOperator.Gateway.Iaas.Instances;

/// <summary>The contract of what <see cref="Attachments"/> keeps.</summary>
[JsonSerializable(typeof(List<string>))]
internal sealed partial class AttachmentJsonContext : JsonSerializerContext;

using System.Text.Json;
using System.Text.Json.Serialization;

namespace ComputeOperator.Gateway.Tenants;

/// <summary>What is sent to change what a tenant may spend.</summary>
internal sealed record GrantDocument(GrantVersion Metadata, GrantSpec Spec);

/// <summary>The version that the change was decided on.</summary>
internal sealed record GrantVersion(string? ResourceVersion);

/// <summary>The part of the spec that is changed.</summary>
internal sealed record GrantSpec(GrantedCredits Credits);

/// <summary>The credits.</summary>
internal sealed record GrantedCredits(long Granted);

/// <summary>The contract of <see cref="GrantDocument"/>.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(GrantDocument))]
internal sealed partial class GrantJsonContext : JsonSerializerContext;

using System.Text.Json;
using System.Text.Json.Serialization;

namespace ComputeOperator.Gateway.Dialects;

/// <summary>The contract of bodies that are read member by member.</summary>
[JsonSerializable(typeof(Dictionary<string, JsonElement>))]
internal sealed partial class BodyJsonContext : JsonSerializerContext;

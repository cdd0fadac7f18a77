using System.Text.Json;
using System.Text.Json.Serialization;

namespace ComputeOperator.Gateway.Dialects;

/// <summary>The contract of bodies that are read member by member, and of members that are made.</summary>
[JsonSerializable(typeof(Dictionary<string, JsonElement>))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(long))]
internal sealed partial class BodyJsonContext : JsonSerializerContext;

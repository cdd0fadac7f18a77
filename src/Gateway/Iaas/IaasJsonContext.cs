using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ComputeOperator.Gateway.Iaas.Contracts;

namespace ComputeOperator.Gateway.Iaas;

/// <summary>The contracts of the dialect.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(CreateRequest))]
[JsonSerializable(typeof(InstanceResource))]
[JsonSerializable(typeof(InstanceList))]
[JsonSerializable(typeof(PowerResource))]
[JsonSerializable(typeof(FlavorList))]
[JsonSerializable(typeof(HealthResource))]
[JsonSerializable(typeof(ErrorBody))]
internal sealed partial class IaasJsonContext : JsonSerializerContext;

/// <summary>The contracts as they are used: quotes and the like are written as they are, because the answers are not part of web pages.</summary>
internal static class IaasContracts
{
    public static IaasJsonContext Json { get; } =
        new(new JsonSerializerOptions(IaasJsonContext.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}

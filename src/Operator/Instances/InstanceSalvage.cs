using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ComputeOperator.Entities;
using ComputeOperator.Entities.V1;
using ComputeOperator.Kubernetes.Client;

namespace ComputeOperator.Operator.Instances;

/// <summary>What can be told of an Instance that cannot be read: whose it is, and what it holds of its tenant. Else an operator of another version would give its place away.</summary>
internal static class InstanceSalvage
{
    /// <summary>The Instance as far as it can be told; null: not even which it is.</summary>
    public static Instance? Of(MalformedObject malformed)
    {
        if (malformed.Metadata.Uid is null)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(malformed.Json, new() { MaxDepth = EntitiesJsonContext.Default.Options.MaxDepth });
            var spec = Member(document.RootElement, "spec");
            var status = Member(document.RootElement, "status");
            return new()
            {
                Metadata = malformed.Metadata,
                Spec = new() { MachineType = "", Tenant = Read(Member(spec, "tenant"), EntitiesJsonContext.Default.String) ?? ComputeApi.DefaultTenant },
                Status = new()
                {
                    Phase = Read(Member(status, "phase"), EntitiesJsonContext.Default.NullableInstancePhase),
                    Reservation = Read(Member(status, "reservation"), EntitiesJsonContext.Default.InstanceReservation),
                },
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonElement? Member(JsonElement? parent, string name) =>
        parent is { ValueKind: JsonValueKind.Object } known && known.TryGetProperty(name, out var value) ? value : null;

    private static T? Read<T>(JsonElement? element, JsonTypeInfo<T> type)
    {
        try
        {
            return element is { } value ? value.Deserialize(type) : default;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // That, too, does not fit.
            return default;
        }
    }
}

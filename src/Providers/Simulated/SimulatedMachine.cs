using System.Text.Json;
using System.Text.Json.Serialization;
using ComputeOperator.Compute.Lifecycle;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Providers.Simulated;

/// <summary>All there is of a simulated machine, as kept in <c>status.providerState</c>.</summary>
internal sealed record SimulatedMachine
{
    /// <summary>Uid of the Instance it was made for: a state copied from elsewhere is not a machine.</summary>
    public required string Uid { get; init; }

    /// <summary>The state it is in, or on its way to.</summary>
    public required MachineState State { get; init; }

    /// <summary>When it arrives; absent when it is there. Hanging machines never arrive.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>It is on its way and will not arrive.</summary>
    public bool Hangs { get; init; }

    /// <summary>Since when it runs, or will.</summary>
    public DateTimeOffset? RunningSince { get; init; }

    /// <summary>How often it has died by itself.</summary>
    public int Deaths { get; init; }

    /// <summary>The last reset that was done.</summary>
    public string? ResetToken { get; init; }

    public JsonElement ToJson() => JsonSerializer.SerializeToElement(this, SimulatedJsonContext.Default.SimulatedMachine);

    public static SimulatedMachine? Read(JsonElement? state, string uid)
    {
        if (state is not { ValueKind: JsonValueKind.Object } json)
        {
            return null;
        }

        try
        {
            var machine = json.Deserialize(SimulatedJsonContext.Default.SimulatedMachine);
            return machine?.Uid == uid && Enum.IsDefined(machine.State) ? machine : null;
        }
        catch (JsonException)
        {
            // Somebody else wrote here: what is not a machine is no machine, and one is made anew.
            return null;
        }
    }
}

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    Converters = [typeof(KubernetesTimeConverter)])]
[JsonSerializable(typeof(SimulatedMachine))]
internal sealed partial class SimulatedJsonContext : JsonSerializerContext;

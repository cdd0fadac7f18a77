using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using ComputeOperator.Kubernetes.Meta;
using ComputeOperator.Kubernetes.Meta.Schema;

namespace ComputeOperator.Entities.V1;

/// <summary>A reservation that was granted to one Instance. In JSON it is one line of text: a ledger has up to a hundred of them in every write.</summary>
[JsonConverter(typeof(LedgerEntryJsonConverter))]
[WrittenAsText("^[a-z0-9.-]+/[a-z0-9.-]+ [0-9]+ [0-9]{1,9}( " + Quantity.NonNegativeForm + "){3} [0-9]{1,18}$")]
public sealed record LedgerEntry
{
    /// <summary>Namespace of the Instance.</summary>
    public required string Namespace { get; init; }

    /// <summary>Name of the Instance.</summary>
    public required string Name { get; init; }

    /// <summary>The version of the Instance that the decision was made on.</summary>
    public required string ResourceVersion { get; init; }

    /// <summary>What was granted.</summary>
    public required InstanceReservation Reservation { get; init; }

    /// <summary>Reads what <see cref="ToString"/> writes; false when it is something else.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out LedgerEntry? entry)
    {
        entry = null;
        if (text?.Split(' ') is not [var key, var version, var instances, var vcpus, var memory, var disk, var credits]
            || key.Split('/') is not [{ Length: > 0 } ns, { Length: > 0 } name]
            || version.Length == 0 || !version.All(char.IsAsciiDigit)
            || !int.TryParse(instances, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            || !Quantity.TryParse(vcpus, out var cores) || !Quantity.TryParse(memory, out var bytes) || !Quantity.TryParse(disk, out var space)
            || !long.TryParse(credits, NumberStyles.None, CultureInfo.InvariantCulture, out var cost))
        {
            return false;
        }

        entry = new()
        {
            Namespace = ns,
            Name = name,
            ResourceVersion = version,
            Reservation = new() { Instances = count, Vcpus = cores, Memory = bytes, Disk = space, Credits = cost },
        };
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Namespace}/{Name} {ResourceVersion} {Reservation.Instances} {Reservation.Vcpus} {Reservation.Memory} {Reservation.Disk} {Reservation.Credits}");
}

/// <summary>Writes a <see cref="LedgerEntry"/> as one line of text.</summary>
public sealed class LedgerEntryJsonConverter : JsonConverter<LedgerEntry>
{
    /// <inheritdoc/>
    public override LedgerEntry Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        LedgerEntry.TryParse(reader.TokenType == JsonTokenType.String ? reader.GetString() : null, out var entry)
            ? entry
            : throw new JsonException("It is not an entry of a ledger.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, LedgerEntry value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        writer.WriteStringValue(value.ToString());
    }
}

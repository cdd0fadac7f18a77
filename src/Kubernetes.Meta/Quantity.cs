using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ComputeOperator.Kubernetes.Meta;

/// <summary>
/// An amount with an optional unit: <c>250m</c>, <c>4Gi</c>, <c>1e3</c>. The grammar and the canonical form (rounded up to
/// nine digits of fraction) follow <c>apimachinery/pkg/api/resource</c>; equal amounts are equal however they are written, and what
/// is beyond <see cref="Most"/> is that.
/// </summary>
[JsonConverter(typeof(QuantityJsonConverter))]
public readonly struct Quantity : IEquatable<Quantity>, IComparable<Quantity>
{
    /// <summary>The grammar of a quantity without a sign, as a part of a regular expression.</summary>
    public const string NonNegativeForm = @"\+?([0-9]+(\.[0-9]*)?|\.[0-9]+)(([KMGTPE]i)|[numkMGTPE]|[eE][-+]?[0-9]+)?";

    /// <summary>The same, as a whole regular expression.</summary>
    public const string NonNegativePattern = $"^{NonNegativeForm}$";

    /// <summary>The largest amount in units of one, and negative the smallest: 2^63 - 1.</summary>
    public const decimal Most = long.MaxValue;

    private static readonly (string Suffix, decimal Factor)[] BinaryUnits =
    [
        ("Ei", 1152921504606846976m), ("Pi", 1125899906842624m), ("Ti", 1099511627776m),
        ("Gi", 1073741824m), ("Mi", 1048576m), ("Ki", 1024m),
    ];

    private static readonly (string Suffix, decimal Factor)[] DecimalUnits =
    [
        ("E", 1e18m), ("P", 1e15m), ("T", 1e12m), ("G", 1e9m), ("M", 1e6m), ("k", 1e3m), ("", 1m),
        ("m", 1e-3m), ("u", 1e-6m), ("n", 1e-9m),
    ];

    private static readonly SearchValues<char> InNumbers = SearchValues.Create("0123456789+-.eE");

    private readonly bool _binary;

    /// <summary>An amount in units of one, written with decimal or with binary units.</summary>
    public Quantity(decimal value, bool binary = false)
    {
        Value = Math.Clamp(value, -Most, Most);
        _binary = binary;
    }

    /// <summary>The amount in units of one: bytes, cores.</summary>
    public decimal Value { get; }

    /// <summary>Parses <paramref name="text"/>.</summary>
    /// <exception cref="FormatException">It is not a quantity.</exception>
    public static Quantity Parse(string text) =>
        TryParse(text, out var quantity)
            ? quantity
            : throw new FormatException($"'{text}' is not a quantity; allowed are a number and a unit such as m, k, M, G, Ki, Mi, Gi.");

    /// <summary>Parses <paramref name="text"/>; false when it is not a quantity.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Quantity quantity)
    {
        quantity = default;
        if (string.IsNullOrEmpty(text))
        {
            return false;
        }

        var unit = UnitOf(text);
        var digits = text.AsSpan(0, text.Length - unit.Suffix.Length);
        // A unit after an exponent ("1e3k") is not in the grammar.
        if ((unit.Suffix.Length > 0 && digits.ContainsAny('e', 'E')) || Number(digits) is not { } number)
        {
            return false;
        }

        // Compared before they are multiplied: the product may be more than a decimal holds.
        quantity = new(Math.Abs(number) < Most / unit.Factor ? number * unit.Factor : Math.Sign(number) * Most, unit.Binary);
        return true;
    }

    /// <summary>The canonical form: the largest unit that leaves no fraction.</summary>
    public override string ToString()
    {
        if (Value == 0)
        {
            return "0";
        }

        var units = _binary && Math.Abs(Value) >= 1024 && decimal.IsInteger(Value) ? BinaryUnits : DecimalUnits;
        foreach (var (suffix, factor) in units)
        {
            if (decimal.IsInteger(Value / factor))
            {
                return (Value / factor).ToString("0", CultureInfo.InvariantCulture) + suffix;
            }
        }

        return _binary && decimal.IsInteger(Value)
            ? Value.ToString("0", CultureInfo.InvariantCulture)
            : Math.Ceiling(Value * 1e9m).ToString("0", CultureInfo.InvariantCulture) + "n";
    }

    /// <inheritdoc/>
    public bool Equals(Quantity other) => Value == other.Value;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Quantity other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Value.GetHashCode();

    /// <inheritdoc/>
    public int CompareTo(Quantity other) => Value.CompareTo(other.Value);

    /// <summary>Whether the amounts are equal.</summary>
    public static bool operator ==(Quantity left, Quantity right) => left.Equals(right);

    /// <summary>Whether the amounts differ.</summary>
    public static bool operator !=(Quantity left, Quantity right) => !left.Equals(right);

    /// <summary>Whether the left amount is smaller.</summary>
    public static bool operator <(Quantity left, Quantity right) => left.Value < right.Value;

    /// <summary>Whether the left amount is larger.</summary>
    public static bool operator >(Quantity left, Quantity right) => left.Value > right.Value;

    /// <summary>Whether the left amount is not larger.</summary>
    public static bool operator <=(Quantity left, Quantity right) => left.Value <= right.Value;

    /// <summary>Whether the left amount is not smaller.</summary>
    public static bool operator >=(Quantity left, Quantity right) => left.Value >= right.Value;

    // The definitions let any exponent in, and what they let in must be readable.
    private static decimal? Number(ReadOnlySpan<char> digits)
    {
        const NumberStyles style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (decimal.TryParse(digits, style, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        // Too large for a decimal, but a number; not a word for one, such as Infinity.
        return !digits.ContainsAnyExcept(InNumbers) && double.TryParse(digits, style, CultureInfo.InvariantCulture, out var huge)
            ? Math.Sign(huge) * Most
            : null;
    }

    private static (string Suffix, decimal Factor, bool Binary) UnitOf(string text)
    {
        foreach (var (suffix, factor) in BinaryUnits)
        {
            if (text.EndsWith(suffix, StringComparison.Ordinal))
            {
                return (suffix, factor, true);
            }
        }

        foreach (var (suffix, factor) in DecimalUnits)
        {
            if (suffix.Length > 0 && text.EndsWith(suffix, StringComparison.Ordinal))
            {
                return (suffix, factor, false);
            }
        }

        return ("", 1m, false);
    }
}

/// <summary>Quantities in JSON: a string, or as YAML writers like it a bare number.</summary>
public sealed class QuantityJsonConverter : JsonConverter<Quantity>
{
    /// <inheritdoc/>
    public override Quantity Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.TokenType == JsonTokenType.Number
            ? System.Text.Encoding.UTF8.GetString(reader.ValueSpan)
            : reader.GetString();
        return Quantity.TryParse(text, out var quantity)
            ? quantity
            : throw new JsonException($"'{text}' is not a quantity.");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Quantity value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(value.ToString());
    }
}

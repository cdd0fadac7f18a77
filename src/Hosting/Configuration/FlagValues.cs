using System.Globalization;

namespace ComputeOperator.Hosting.Configuration;

/// <summary>Readers of flags' values; each returns what is allowed when the text is not.</summary>
/// <typeparam name="TOptions">The program's options.</typeparam>
internal static class FlagValues<TOptions>
{
    public static Func<TOptions, string, string?> Text(Action<TOptions, string> set) => (options, text) =>
    {
        set(options, text);
        return null;
    };

    public static Func<TOptions, string, string?> Name(Action<TOptions, string> set, bool required = false) => (options, text) =>
    {
        if (!IsName(text) && (required || text.Length > 0))
        {
            return "a name of at most 63 lower-case letters, digits and '-'";
        }

        set(options, text);
        return null;
    };

    public static Func<TOptions, string, string?> Names(Action<TOptions, IReadOnlyList<string>> set) => (options, text) =>
    {
        var names = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (!names.All(IsName))
        {
            return "names of at most 63 lower-case letters, digits and '-', separated by commas";
        }

        set(options, [.. names.Distinct(StringComparer.Ordinal)]);
        return null;
    };

    public static Func<TOptions, string, string?> Switch(Action<TOptions, bool> set) => (options, text) =>
    {
        if (!bool.TryParse(text, out var value))
        {
            return "true or false";
        }

        set(options, value);
        return null;
    };

    public static Func<TOptions, string, string?> Number(int least, int most, Action<TOptions, int> set) => (options, text) =>
    {
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) || value < least || value > most)
        {
            return $"a whole number from {least} to {most}";
        }

        set(options, value);
        return null;
    };

    public static Func<TOptions, string, string?> Fraction(double least, double most, Action<TOptions, double> set) => (options, text) =>
    {
        if (!double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) || !(value >= least && value <= most))
        {
            return string.Create(CultureInfo.InvariantCulture, $"a number from {least} to {most}");
        }

        set(options, value);
        return null;
    };

    public static Func<TOptions, string, string?> Duration(TimeSpan least, TimeSpan most, Action<TOptions, TimeSpan> set) => (options, text) =>
    {
        if (!Durations.TryParse(text, out var value) || value < least || value > most)
        {
            return $"a duration from {Durations.Format(least)} to {Durations.Format(most)} such as 250ms, 10s, 5m or 1h";
        }

        set(options, value);
        return null;
    };

    public static Func<TOptions, string, string?> Choice<TEnum>(Action<TOptions, TEnum> set)
        where TEnum : struct, Enum => (options, text) =>
    {
        // The parser of enums would take numbers too, and lists, which it adds up: to something else that is defined.
        var names = Enum.GetNames<TEnum>();
        if (!names.Contains(text, StringComparer.OrdinalIgnoreCase))
        {
            return "one of " + string.Join(", ", names.Select(n => n.ToLowerInvariant()));
        }

        set(options, Enum.Parse<TEnum>(text, ignoreCase: true));
        return null;
    };

    public static Func<TOptions, string, string?> Address(Action<TOptions, BindAddress?> set) => (options, text) =>
    {
        if (text == "0")
        {
            set(options, null);
            return null;
        }

        if (!BindAddress.TryParse(text, out var address))
        {
            return "host:port with an IP address or no host, such as :8080 or 127.0.0.1:8080, or 0 for none";
        }

        set(options, address);
        return null;
    };

    public static Func<TOptions, string, string?> Listener(Action<TOptions, BindAddress> set) => (options, text) =>
    {
        if (!BindAddress.TryParse(text, out var address))
        {
            return "host:port with an IP address or no host, such as :8080 or 127.0.0.1:8080";
        }

        set(options, address);
        return null;
    };

    private static bool IsName(string text) =>
        text.Length is > 0 and <= 63 && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-') && text[0] != '-' && text[^1] != '-';
}

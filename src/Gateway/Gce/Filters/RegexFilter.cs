using System.Text.RegularExpressions;

namespace ComputeOperator.Gateway.Gce.Filters;

/// <summary>
/// The older language: <c>field eq literal</c> and <c>field ne literal</c>, several each in parentheses. The literal is a regular expression for the whole value,
/// matched in linear time.
/// </summary>
internal static partial class RegexFilter
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    [GeneratedRegex(@"\A\s*\(?\s*[A-Za-z][\w.]*\s+(?:eq|ne)\s", RegexOptions.NonBacktracking)]
    private static partial Regex Beginning { get; }

    [GeneratedRegex(@"\A\s*([A-Za-z][\w.]*)\s+(eq|ne)\s+(.*?)\s*\z", RegexOptions.Singleline)]
    private static partial Regex Restriction { get; }

    /// <summary>The filter; null when the text is not of this language.</summary>
    /// <exception cref="FilterException">It is, but it cannot be read.</exception>
    public static Filter? TryParse(string text)
    {
        if (!Beginning.IsMatch(text))
        {
            return null;
        }

        return text.TrimStart()[0] == '(' ? new Filter.And([.. Parts(text).Select(One)]) : One(text);
    }

    private static IEnumerable<string> Parts(string text)
    {
        var at = 0;
        while (at < text.Length)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }

            var end = text[at] == '(' ? Closing(text, at) : -1;
            if (end < 0)
            {
                throw new FilterException($"Several expressions must each be in parentheses, at position {at}.");
            }

            yield return text[(at + 1)..end];
            at = end + 1;
        }
    }

    private static int Closing(string text, int open)
    {
        var depth = 0;
        for (var at = open; at < text.Length; at++)
        {
            switch (text[at])
            {
                case '\\':
                    at++;
                    break;
                case '(':
                    depth++;
                    break;
                case ')' when --depth == 0:
                    return at;
            }
        }

        return -1;
    }

    private static Filter.Restriction One(string text)
    {
        if (Restriction.Match(text) is not { Success: true } match)
        {
            throw new FilterException($"'{text}' is not of the form: field eq literal.");
        }

        var expression = Whole(Unquoted(match.Groups[3].Value));
        return new(match.Groups[1].Value, value => IsMatch(expression, value.Text), match.Groups[2].ValueSpan is "ne");
    }

    private static bool IsMatch(Regex expression, string value)
    {
        try
        {
            return expression.IsMatch(value);
        }
        catch (RegexMatchTimeoutException)
        {
            throw new Errors.GceException(Errors.GceError.Invalid("Invalid value for field 'filter': the expression takes too long."));
        }
    }

    private static string Unquoted(string literal) =>
        literal.Length >= 2 && literal[0] is '"' or '\'' && literal[^1] == literal[0] ? literal[1..^1] : literal;

    private static Regex Whole(string literal)
    {
        try
        {
            return new(@"\A(?:" + literal + @")\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, Patience);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new FilterException($"'{literal}' is not a regular expression that is allowed: {e.Message}");
        }
    }
}

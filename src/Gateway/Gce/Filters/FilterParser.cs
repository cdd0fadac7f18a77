using ComputeOperator.Gateway.Gce.Errors;

namespace ComputeOperator.Gateway.Gce.Filters;

/// <summary>
/// Reads filters in either of two languages: comparisons (<c>(status = RUNNING) (labels.env = "dev")</c>), or the older regular expressions
/// (<c>name eq web-.*</c>).
/// </summary>
internal static class FilterParser
{
    private const int Longest = 4096;

    /// <summary>The filter; null when there is none.</summary>
    /// <exception cref="GceException">It cannot be read.</exception>
    public static Filter? Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        try
        {
            return text.Length > Longest ? throw new FilterException($"At most {Longest} characters are allowed.")
                : RegexFilter.TryParse(text) ?? new ComparisonParser(text).Parse();
        }
        catch (FilterException e)
        {
            throw GceError.InvalidField("filter", text, $"Invalid list filter expression. {e.Message}").ToException();
        }
    }
}

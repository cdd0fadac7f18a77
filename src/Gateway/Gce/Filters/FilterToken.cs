namespace ComputeOperator.Gateway.Gce.Filters;

/// <summary>What a piece of a filter is.</summary>
internal enum FilterTokenKind
{
    Word,
    Text,
    Operator,
    Open,
    Close,
    End,
}

/// <summary>A piece of a filter.</summary>
internal readonly record struct FilterToken(FilterTokenKind Kind, string Text, int Position)
{
    private const string Operators = "=!<>:";

    /// <summary>The pieces of a filter, and its end.</summary>
    /// <exception cref="FilterException">A quote is not closed.</exception>
    public static List<FilterToken> Read(string text)
    {
        var tokens = new List<FilterToken>();
        for (var at = 0; at < text.Length;)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }

            var token = Next(text, at, out var end);
            tokens.Add(token);
            at = end;
        }

        tokens.Add(new(FilterTokenKind.End, "the end", text.Length));
        return tokens;
    }

    private static FilterToken Next(string text, int at, out int end)
    {
        var first = text[at];
        if (first is '(' or ')')
        {
            end = at + 1;
            return new(first == '(' ? FilterTokenKind.Open : FilterTokenKind.Close, first.ToString(), at);
        }

        if (first is '"' or '\'')
        {
            return Quoted(text, at, out end);
        }

        if (Operators.Contains(first, StringComparison.Ordinal))
        {
            end = at + (at + 1 < text.Length && text[at + 1] == '=' && first != ':' ? 2 : 1);
            return new(FilterTokenKind.Operator, text[at..end], at);
        }

        end = at;
        while (end < text.Length && !char.IsWhiteSpace(text[end]) && text[end] is not ('(' or ')' or '"' or '\'') && !Operators.Contains(text[end], StringComparison.Ordinal))
        {
            end++;
        }

        return new(FilterTokenKind.Word, text[at..end], at);
    }

    private static FilterToken Quoted(string text, int at, out int end)
    {
        var value = new System.Text.StringBuilder();
        for (end = at + 1; end < text.Length; end++)
        {
            if (text[end] == text[at])
            {
                end++;
                return new(FilterTokenKind.Text, value.ToString(), at);
            }

            if (text[end] == '\\' && end + 1 < text.Length)
            {
                end++;
            }

            value.Append(text[end]);
        }

        throw new FilterException($"The quote at position {at} is not closed.");
    }
}

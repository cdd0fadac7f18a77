namespace ComputeOperator.Gateway.Gce.Filters;

/// <summary>
/// The newer language: comparisons with <c>= != &lt; &gt; &lt;= &gt;= :</c>, joined by AND, OR, NOT and parentheses; standing side by side means AND,
/// which binds weaker than OR. A word may contain '*' for anything.
/// </summary>
internal sealed class ComparisonParser(string text)
{
    private const int Deepest = 32;

    private readonly List<FilterToken> _tokens = FilterToken.Read(text);
    private int _at;
    private int _depth;

    private FilterToken Current => _tokens[_at];

    /// <summary>Reads all of it.</summary>
    /// <exception cref="FilterException">It cannot be read.</exception>
    public Filter Parse()
    {
        var filter = Sequence();
        return Current.Kind == FilterTokenKind.End ? filter : throw Unexpected("an expression");
    }

    private Filter Sequence()
    {
        if (++_depth > Deepest)
        {
            throw new FilterException($"At most {Deepest} parentheses may be nested.");
        }

        List<Filter> parts = [Alternatives()];
        while (Skip("AND") || Current.Kind is not (FilterTokenKind.End or FilterTokenKind.Close))
        {
            parts.Add(Alternatives());
        }

        _depth--;
        return parts is [var only] ? only : new Filter.And(parts);
    }

    private Filter Alternatives()
    {
        List<Filter> parts = [Term()];
        while (Skip("OR"))
        {
            parts.Add(Term());
        }

        return parts is [var only] ? only : new Filter.Or(parts);
    }

    private Filter Term()
    {
        if (Skip("NOT"))
        {
            return new Filter.Not(Simple());
        }

        return Simple();
    }

    private Filter Simple()
    {
        if (Current.Kind != FilterTokenKind.Open)
        {
            return Comparison();
        }

        _at++;
        var inner = Sequence();
        return Take(FilterTokenKind.Close, "')'") is { } ? inner : throw Unexpected("')'");
    }

    private Filter Comparison()
    {
        var field = Take(FilterTokenKind.Word, "a field");
        if (field.Text is "eq" or "ne" || Current is { Kind: FilterTokenKind.Word, Text: "eq" or "ne" })
        {
            throw new FilterException("Comparisons and regular expressions (eq, ne) cannot be in one filter.");
        }

        var comparison = Take(FilterTokenKind.Operator, "one of = != < > <= >= :");
        var value = Current;
        if (value.Kind is not (FilterTokenKind.Word or FilterTokenKind.Text))
        {
            throw Unexpected("a value");
        }

        _at++;
        return Of(field.Text, comparison, value);
    }

    private static Filter Of(string field, FilterToken comparison, FilterToken value) => comparison.Text switch
    {
        ":" when value is { Kind: FilterTokenKind.Word, Text: "*" } => new Filter.Present(field),
        ":" => new Filter.Restriction(field, found => found.Text.Contains(value.Text, StringComparison.Ordinal)),
        "=" => new Filter.Restriction(field, found => FieldOrder.IsEqual(field, found, value.Text)),
        "!=" => new Filter.Restriction(field, found => FieldOrder.IsEqual(field, found, value.Text), IsNegated: true),
        "<" => new Filter.Restriction(field, found => FieldOrder.Compare(field, found, value.Text) < 0),
        "<=" => new Filter.Restriction(field, found => FieldOrder.Compare(field, found, value.Text) <= 0),
        ">" => new Filter.Restriction(field, found => FieldOrder.Compare(field, found, value.Text) > 0),
        ">=" => new Filter.Restriction(field, found => FieldOrder.Compare(field, found, value.Text) >= 0),
        _ => throw new FilterException($"'{comparison.Text}' at position {comparison.Position} is not a comparison; allowed: = != < > <= >= :"),
    };

    private bool Skip(string word)
    {
        if (Current is not { Kind: FilterTokenKind.Word, Text: var text } || text != word)
        {
            return false;
        }

        _at++;
        return true;
    }

    private FilterToken Take(FilterTokenKind kind, string what)
    {
        if (Current.Kind != kind)
        {
            throw Unexpected(what);
        }

        return _tokens[_at++];
    }

    private FilterException Unexpected(string wanted) => new($"At position {Current.Position} {wanted} is expected, not {Current.Text}.");
}

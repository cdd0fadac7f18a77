using System.Text.Json;
using ComputeOperator.Gateway.Failures;

namespace ComputeOperator.Gateway.Dialects;

/// <summary>
/// The members of a JSON body, read one by one. What is wrong with them is collected, so that a request is answered once with everything that is
/// wrong with it; members that nobody reads are ignored.
/// </summary>
internal sealed class BodyFields(IReadOnlyDictionary<string, JsonElement> members)
{
    private readonly List<FieldProblem> _problems = [];

    public static async Task<BodyFields> ReadAsync(HttpContext context) =>
        new(await RequestBody.ReadAsync(context, BodyJsonContext.Default.DictionaryStringJsonElement));

    /// <summary>Refuses the request if anything was wrong.</summary>
    /// <exception cref="FailureException">Something was.</exception>
    public void Check()
    {
        if (_problems.Count > 0)
        {
            throw new FailureException(new Failure.Invalid(_problems));
        }
    }

    /// <summary>Adds what is wrong with a member.</summary>
    public void Refuse(string name, string message, ProblemKind kind = ProblemKind.Value) => _problems.Add(new(name, message, kind));

    /// <summary>Whether a member is there.</summary>
    public bool Has(string name) => Value(name) is not null;

    /// <summary>A text; null when it is absent or null, or not one.</summary>
    public string? Text(string name, int most, int least = 0)
    {
        if (Value(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.String || Decoded(value) is not { } text)
        {
            Refuse(name, "Must be a string.", ProblemKind.NotText);
            return null;
        }

        if (text.Length < least || text.Length > most)
        {
            Refuse(name, $"Must have {least} to {most} characters.", text.Length < least ? ProblemKind.TooShort : ProblemKind.TooLong);
            return null;
        }

        return text;
    }

    /// <summary>A text that must be there; empty when it is not, which is noted.</summary>
    public string RequiredText(string name, int most) => Require(name) ? Text(name, most, 1) ?? "" : "";

    /// <summary>One of some words; null when it is absent, or another.</summary>
    public string? Word(string name, IEnumerable<string> words)
    {
        if (Value(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.String && Decoded(value) is { } word && words.Contains(word, StringComparer.Ordinal))
        {
            return word;
        }

        Refuse(name, $"Must be one of: {string.Join(", ", words)}.", ProblemKind.NotAChoice);
        return null;
    }

    /// <summary>One of some words, which must be there; empty when it is not, which is noted.</summary>
    public string RequiredWord(string name, IEnumerable<string> words) => Require(name) ? Word(name, words) ?? "" : "";

    /// <summary>A whole number that must be there.</summary>
    public long RequiredNumber(string name, long least, long most)
    {
        if (!Require(name))
        {
            return least;
        }

        var value = members[name];
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDecimal(out var number) || number != decimal.Truncate(number))
        {
            Refuse(name, "Must be a whole number.", ProblemKind.NotANumber);
            return least;
        }

        if (number < least || number > most)
        {
            Refuse(name, $"Must be from {least} to {most}.", number < least ? ProblemKind.TooSmall : ProblemKind.TooLarge);
            return least;
        }

        return (long)number;
    }

    /// <summary>An object of any content that can be decoded; null when it is absent, or not one.</summary>
    public JsonElement? Object(string name)
    {
        if (Value(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            Refuse(name, "Must be an object.", ProblemKind.NotAnObject);
            return null;
        }

        if (!IsDecodable(value))
        {
            Refuse(name, "Must have no broken characters.");
            return null;
        }

        return value;
    }

    /// <summary>An object of texts; null when it is absent.</summary>
    public IReadOnlyDictionary<string, string>? TextsByKey(string name)
    {
        if (Object(name) is not { } value)
        {
            return null;
        }

        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var member in value.EnumerateObject())
        {
            if (member.Value.ValueKind == JsonValueKind.String)
            {
                texts[member.Name] = member.Value.GetString()!;
            }
            else
            {
                Refuse($"{name}.{member.Name}", "Must be a string.", ProblemKind.NotText);
            }
        }

        return texts;
    }

    /// <summary>A list of texts; empty when it is absent.</summary>
    public IReadOnlyList<string> Texts(string name)
    {
        if (Value(name) is not { } value)
        {
            return [];
        }

        if (value.ValueKind == JsonValueKind.Array)
        {
            var texts = value.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.String ? Decoded(item) : null).ToList();
            if (texts.TrueForAll(text => text is not null))
            {
                return texts!;
            }
        }

        Refuse(name, "Must be a list of strings.", ProblemKind.NotAList);
        return [];
    }

    /// <summary>Whether every text and every name in it, however deep, can be written: half a surrogate pair cannot.</summary>
    public static bool IsDecodable(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => Decoded(value) is not null,
        JsonValueKind.Array => value.EnumerateArray().All(IsDecodable),
        JsonValueKind.Object => value.EnumerateObject().All(member => NameOf(member) is not null && IsDecodable(member.Value)),
        _ => true,
    };

    // Null when it has half a surrogate pair, which is in no text.
    private static string? Decoded(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string? NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private bool Require(string name)
    {
        if (Value(name) is null)
        {
            Refuse(name, "Required.", ProblemKind.Missing);
            return false;
        }

        return true;
    }

    private JsonElement? Value(string name) =>
        members.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}

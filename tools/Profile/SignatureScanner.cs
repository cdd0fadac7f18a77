namespace ComputeOperator.Profile;

/// <summary>Goes through a method's signature as the JIT writes it. What stands in angle brackets is part of a name that a compiler made up.</summary>
internal sealed class SignatureScanner(string text)
{
    private const string EndsOfType = ":,]";
    private const string EndsOfName = "[(";
    private int _at;

    public bool At(char expected) => _at < text.Length && text[_at] == expected;

    public void Skip(char expected)
    {
        if (!At(expected))
        {
            throw new FormatException($"No '{expected}' at {_at} of {text}");
        }

        _at++;
    }

    public TypeName Type()
    {
        var type = new TypeName("", []);
        for (var start = _at; _at < text.Length && !EndsOfType.Contains(text[_at]);)
        {
            if (!At('['))
            {
                Step();
                type = type with { Name = text[start.._at] };
            }
            else if (text[_at + 1] == ']')
            {
                _at += 2;
                type = new("", [type], IsArray: true);
            }
            else
            {
                type = type with { Arguments = Arguments() };
            }
        }

        return type;
    }

    public IReadOnlyList<TypeName> Arguments()
    {
        var arguments = new List<TypeName>();
        do
        {
            _at++;
            arguments.Add(Type());
        }
        while (At(','));

        Skip(']');
        return arguments;
    }

    public string Name()
    {
        var start = _at;
        while (_at < text.Length && !EndsOfName.Contains(text[_at]))
        {
            Step();
        }

        return text[start.._at];
    }

    public int CountParameters()
    {
        Skip('(');
        if (At(')'))
        {
            return 0;
        }

        var count = 1;
        for (var depth = 0; _at < text.Length && !(depth == 0 && At(')')); Step())
        {
            depth += At('[') ? 1 : At(']') ? -1 : 0;
            count += depth == 0 && At(',') ? 1 : 0;
        }

        return count;
    }

    // One character, or all that angle brackets hold.
    private void Step()
    {
        var depth = 0;
        do
        {
            depth += At('<') ? 1 : At('>') ? -1 : 0;
            _at++;
        }
        while (depth > 0 && _at < text.Length);
    }
}

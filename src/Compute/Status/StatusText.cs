namespace ComputeOperator.Compute.Status;

/// <summary>Texts of a status whose length is not ours to choose.</summary>
internal static class StatusText
{
    // As the definitions bound the shorter ones: one that is longer would make the API server refuse the whole status, for ever.
    private const int MostCharacters = 1024;
    private const int MostNamed = 10;

    /// <summary>The text, or as much of it as the API server takes.</summary>
    public static string Cut(string text)
    {
        if (text.Length <= MostCharacters)
        {
            return text;
        }

        // Half a pair would come back from the API server as something else, and be written again and again.
        return text[..(char.IsHighSurrogate(text[MostCharacters - 1]) ? MostCharacters - 1 : MostCharacters)];
    }

    /// <summary>The names, or the first few where there are many.</summary>
    public static string List(IReadOnlyList<string> names, string separator = ", ") =>
        string.Join(separator, names.Count <= MostNamed ? names : [.. names.Take(MostNamed), "…"]);
}

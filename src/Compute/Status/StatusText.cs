namespace ComputeOperator.Compute.Status;

/// <summary>Texts of a status whose length is not ours to choose.</summary>
internal static class StatusText
{
    // As the definitions bound them: one that is longer would make the API server refuse the whole status, for ever.
    private const int MostCharacters = 1024;

    /// <summary>The text, or as much of it as the API server takes.</summary>
    public static string Cut(string text) => text.Length <= MostCharacters ? text : text[..MostCharacters];
}

namespace ComputeOperator.Manifests;

/// <summary>The C# types cannot be turned into manifests; one line of <see cref="Problems"/> per place to mend.</summary>
internal sealed class ManifestException(IReadOnlyList<string> problems) : Exception(string.Join(Environment.NewLine, problems))
{
    public IReadOnlyList<string> Problems { get; } = problems;

    public static void ThrowIfAny(IReadOnlyList<string> problems)
    {
        if (problems.Count > 0)
        {
            throw new ManifestException(problems);
        }
    }
}

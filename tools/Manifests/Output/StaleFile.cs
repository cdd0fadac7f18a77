namespace ComputeOperator.Manifests.Output;

/// <summary>A difference between what is on disk and what the types say.</summary>
/// <param name="Path">Path below the repository's root.</param>
/// <param name="Line">First line that differs; 0 when it is about the file as a whole.</param>
/// <param name="Reason">What is wrong.</param>
internal sealed record StaleFile(string Path, int Line, string Reason)
{
    public override string ToString() => Line == 0 ? $"{Path}: {Reason}" : $"{Path}:{Line}: {Reason}";
}

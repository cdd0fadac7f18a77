namespace ComputeOperator.Kubernetes.Client;

/// <summary>How a patch is applied.</summary>
/// <param name="FieldManager">Who owns the fields named (at most 128 characters).</param>
public sealed record PatchOptions(string FieldManager)
{
    /// <summary><c>status</c>, or absent for the object itself.</summary>
    public string? Subresource { get; init; }

    /// <summary>Server-side apply only: take over fields that others own.</summary>
    public bool Force { get; init; }
}

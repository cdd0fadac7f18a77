namespace ComputeOperator.Kubernetes.Configuration;

/// <summary>
/// Whom to act as, where RBAC lets the caller (kubeconfig <c>as</c>, <c>as-uid</c>, <c>as-groups</c>, <c>as-user-extra</c>). One group and one
/// value of each further attribute: the platform joins headers of the same name into one, which the server would take for one long name.
/// </summary>
/// <param name="User">User name.</param>
public sealed record Impersonation(string User)
{
    /// <summary>Uid of the user; absent: none.</summary>
    public string? Uid { get; init; }

    /// <summary>Group of the user; without it, those that every authenticated user is in.</summary>
    public string? Group { get; init; }

    /// <summary>Further attributes of the user.</summary>
    public IReadOnlyDictionary<string, string> Extra { get; init; } = new Dictionary<string, string>();
}

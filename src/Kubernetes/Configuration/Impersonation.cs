namespace ComputeOperator.Kubernetes.Configuration;

/// <summary>Whom to act as, where RBAC lets the caller (kubeconfig <c>as</c>, <c>as-uid</c>, <c>as-groups</c>, <c>as-user-extra</c>).</summary>
/// <param name="User">User name.</param>
public sealed record Impersonation(string User)
{
    /// <summary>Uid of the user; absent: none.</summary>
    public string? Uid { get; init; }

    /// <summary>Groups of the user; without any, those that every authenticated user is in.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>Further attributes of the user.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Extra { get; init; } = new Dictionary<string, IReadOnlyList<string>>();
}

namespace ComputeOperator.Kubernetes.Configuration;

/// <summary>A program that fetches credentials (kubeconfig <c>exec</c>).</summary>
internal sealed record ExecPluginSettings
{
    private static readonly string[] Versions = ["client.authentication.k8s.io/v1", "client.authentication.k8s.io/v1beta1"];

    /// <summary>The format that the program speaks.</summary>
    public required string ApiVersion { get; init; }

    /// <summary>The program: a path, or a name to look for on PATH.</summary>
    public required string Command { get; init; }

    public IReadOnlyList<string> Arguments { get; init; } = [];

    public IReadOnlyList<KeyValuePair<string, string>> Variables { get; init; } = [];

    /// <summary>What to tell the user when the program is not installed.</summary>
    public string? InstallHint { get; init; }

    /// <summary>The cluster, for a program that asks for it; null for others.</summary>
    public ExecPluginCluster? Cluster { get; init; }

    /// <summary>Where this is in the kubeconfig, for messages.</summary>
    public required Func<string, Exception?, KubernetesConfigurationException> Error { get; init; }

    public static ExecPluginSettings Read(YamlFields fields, YamlFields cluster, KubernetesClientConfiguration configuration)
    {
        var version = fields.Text("apiVersion") ?? throw fields.Wrong("apiVersion", $"missing; allowed are {string.Join(", ", Versions)}");
        if (!Versions.Contains(version))
        {
            throw fields.Wrong("apiVersion", $"'{version}' is not supported; allowed are {string.Join(", ", Versions)}");
        }

        if (fields.Text("interactiveMode") == "Always")
        {
            throw fields.Wrong("interactiveMode", "Always needs a terminal, which an operator has not; allowed are Never and IfAvailable");
        }

        return new()
        {
            ApiVersion = version,
            Command = CommandOf(fields),
            Arguments = fields.Texts("args"),
            Variables = [.. fields.List("env").Select(VariableOf)],
            InstallHint = fields.Text("installHint"),
            Cluster = fields.Flag("provideClusterInfo") ? ExecPluginCluster.Of(configuration, cluster) : null,
            Error = (problem, inner) => fields.Wrong("command", problem, inner),
        };
    }

    private static string CommandOf(YamlFields fields)
    {
        var command = fields.Text("command") ?? throw fields.Wrong("command", "missing; a program is expected");
        return command.Contains(Path.DirectorySeparatorChar) ? fields.PathTo("command")! : command;
    }

    private static KeyValuePair<string, string> VariableOf(YamlFields fields) =>
        new(fields.Text("name") ?? throw fields.Wrong("name", "missing"), fields.Text("value") ?? "");
}

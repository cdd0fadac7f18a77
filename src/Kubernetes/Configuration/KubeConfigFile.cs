namespace ComputeOperator.Kubernetes.Configuration;

/// <summary>One or more kubeconfig files, merged as kubectl does: the first file that has an entry, or a current context, wins.</summary>
internal sealed class KubeConfigFile
{
    private readonly Dictionary<string, YamlFields> _clusters = [];
    private readonly Dictionary<string, YamlFields> _users = [];
    private readonly Dictionary<string, YamlFields> _contexts = [];
    private readonly List<string> _files = [];
    private string? _current;

    /// <summary>The files, for messages.</summary>
    public string Files => string.Join(", ", _files);

    /// <summary>Adds a file, whose entries count only where none before had them.</summary>
    public void Add(string file)
    {
        var root = YamlFields.Load(file);
        _files.Add(file);
        AddEntries(root, "clusters", "cluster", _clusters);
        AddEntries(root, "users", "user", _users);
        AddEntries(root, "contexts", "context", _contexts);
        _current ??= root.Text("current-context");
    }

    /// <summary>The configuration of a context, of the current one where <paramref name="context"/> is null.</summary>
    public KubernetesClientConfiguration Read(string? context, TimeProvider time)
    {
        var name = context ?? _current ?? throw new KubernetesConfigurationException(
            $"{Files}: current-context is not set, and no context was asked for; there are: {NamesOf(_contexts)}");
        var fields = _contexts.GetValueOrDefault(name) ?? throw new KubernetesConfigurationException(
            $"{Files}: context '{name}' is not there; there are: {NamesOf(_contexts)}");
        var cluster = Referred(fields, name, "cluster", _clusters);
        var user = fields.Text("user") is null ? null : Referred(fields, name, "user", _users);
        var configuration = KubeConfigCluster.Read(cluster) with
        {
            Context = name,
            Sources = [.. _files],
            Namespace = fields.Text("namespace") ?? KubernetesClientConfiguration.DefaultNamespace,
        };
        return user is null ? configuration : KubeConfigUser.Read(user, cluster, configuration, time);
    }

    private static void AddEntries(YamlFields root, string list, string kind, Dictionary<string, YamlFields> entries)
    {
        foreach (var item in root.List(list))
        {
            var name = item.Text("name") ?? throw item.Wrong("name", "missing");
            if (item.Fields(kind) is { } fields)
            {
                entries.TryAdd(name, fields);
            }
        }
    }

    private static YamlFields Referred(YamlFields context, string name, string kind, Dictionary<string, YamlFields> entries)
    {
        var target = context.Text(kind) ?? throw context.Wrong(kind, $"missing in context '{name}'");
        return entries.GetValueOrDefault(target)
            ?? throw context.Wrong(kind, $"{kind} '{target}' of context '{name}' is not there; there are: {NamesOf(entries)}");
    }

    private static string NamesOf(Dictionary<string, YamlFields> entries) => entries.Count == 0 ? "none" : string.Join(", ", entries.Keys);
}

using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ComputeOperator.Kubernetes.Configuration;

/// <summary>The fields of one YAML mapping, read one by one, with errors that name the file and the field.</summary>
/// <param name="node">The mapping.</param>
/// <param name="file">The file that it is in.</param>
/// <param name="path">Where in the file, for messages: <c>users[kind].user</c>.</param>
internal sealed class YamlFields(YamlMappingNode node, string file, string path)
{
    /// <summary>The file that the mapping is in.</summary>
    public string File { get; } = file;

    /// <summary>Reads a YAML file; JSON is YAML too. An empty file has no fields.</summary>
    /// <exception cref="KubernetesConfigurationException">It cannot be read, or is not a mapping.</exception>
    public static YamlFields Load(string file)
    {
        try
        {
            using var reader = new StreamReader(file);
            var stream = new YamlStream();
            stream.Load(reader);
            return stream.Documents switch
            {
                [] => new(new YamlMappingNode(), file, ""),
                [{ RootNode: YamlMappingNode root }, ..] => new(root, file, ""),
                _ => throw new KubernetesConfigurationException($"{file}: a kubeconfig is expected, a mapping of fields such as clusters, users and contexts"),
            };
        }
        catch (YamlException e)
        {
            throw new KubernetesConfigurationException($"{file}: line {e.Start.Line}, column {e.Start.Column} is not YAML: {e.Message}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KubernetesConfigurationException($"{file}: cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The text of a field; null when it is absent or empty.</summary>
    public string? Text(string name) => Find(name) switch
    {
        null => null,
        YamlScalarNode scalar when IsNull(scalar) => null,
        YamlScalarNode scalar => scalar.Value,
        _ => throw Wrong(name, "a string is expected"),
    };

    /// <summary>The file that a field names, relative to the file that it is in.</summary>
    public string? PathTo(string name) =>
        Text(name) is { } text ? Path.GetFullPath(text, Path.GetDirectoryName(Path.GetFullPath(File))!) : null;

    /// <summary>The bytes of a field in base64.</summary>
    public byte[]? Base64(string name)
    {
        try
        {
            return Text(name) is { } text ? Convert.FromBase64String(text) : null;
        }
        catch (FormatException e)
        {
            throw Wrong(name, "base64 is expected", e);
        }
    }

    /// <summary>Whether a field is true; absent: false.</summary>
    public bool Flag(string name) => Text(name) switch
    {
        null or "false" or "False" or "FALSE" => false,
        "true" or "True" or "TRUE" => true,
        _ => throw Wrong(name, "true or false is expected"),
    };

    /// <summary>The address in a field, of one of <paramref name="schemes"/>.</summary>
    public Uri? Address(string name, params string[] schemes)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        return Uri.TryCreate(text, UriKind.Absolute, out var address) && schemes.Contains(address.Scheme) && address.Host.Length > 0
            ? address
            : throw Wrong(name, $"'{text}' is no address; {string.Join(" or ", schemes.Select(scheme => scheme + "://host[:port]"))} is expected");
    }

    /// <summary>The mapping in a field; null when it is absent.</summary>
    public YamlFields? Fields(string name) => Find(name) switch
    {
        null => null,
        YamlMappingNode mapping => new(mapping, File, PathOf(name)),
        YamlScalarNode scalar when IsNull(scalar) => null,
        _ => throw Wrong(name, "a mapping is expected"),
    };

    /// <summary>The mappings of the list in a field; none when it is absent.</summary>
    public IEnumerable<YamlFields> List(string name) =>
        Nodes(name).Select((item, index) => item is YamlMappingNode mapping
            ? new YamlFields(mapping, File, $"{PathOf(name)}[{NameOf(mapping) ?? index.ToString(CultureInfo.InvariantCulture)}]")
            : throw Wrong(name, "a list of mappings is expected"));

    /// <summary>The strings of the list in a field; none when it is absent.</summary>
    public IReadOnlyList<string> Texts(string name) =>
        [.. Nodes(name).Select(item => item is YamlScalarNode { Value: { } text } ? text : throw Wrong(name, "a list of strings is expected"))];

    /// <summary>A field as it is; null when it is absent.</summary>
    public YamlNode? Find(string name) => node.Children.TryGetValue(new YamlScalarNode(name), out var value) ? value : null;

    /// <summary>The names of the fields that are there.</summary>
    public IEnumerable<string> Names() => node.Children.Keys.OfType<YamlScalarNode>().Select(key => key.Value ?? "");

    /// <summary>An error in a field.</summary>
    public KubernetesConfigurationException Wrong(string name, string problem, Exception? inner = null) =>
        new($"{File}: {PathOf(name)}: {problem}", inner);

    private static bool IsNull(YamlScalarNode scalar) =>
        scalar.Style is ScalarStyle.Plain && scalar.Value is null or "" or "null" or "~" || scalar.Value is "";

    private static string? NameOf(YamlMappingNode mapping) =>
        mapping.Children.TryGetValue(new YamlScalarNode("name"), out var name) ? (name as YamlScalarNode)?.Value : null;

    private IEnumerable<YamlNode> Nodes(string name) => Find(name) switch
    {
        null => [],
        YamlSequenceNode sequence => sequence.Children,
        YamlScalarNode scalar when IsNull(scalar) => [],
        _ => throw Wrong(name, "a list is expected"),
    };

    private string PathOf(string name) => path.Length == 0 ? name : $"{path}.{name}";
}

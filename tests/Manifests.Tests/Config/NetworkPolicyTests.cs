using YamlDotNet.RepresentationModel;

namespace ComputeOperator.Manifests.Tests.Config;

public sealed class NetworkPolicyTests
{
    // The API server would fill it in, and whoever applies the file again, or compares with it, would find a change each time.
    [Theory]
    [InlineData("manager")]
    [InlineData("gateway")]
    public void Every_port_names_its_protocol(string folder)
    {
        using var text = File.OpenText(Path.Combine(Repository.Config(folder), "network_policy.yaml"));
        var yaml = new YamlStream();
        yaml.Load(text);

        var ports = yaml.Documents[0].RootNode.AllNodes.OfType<YamlMappingNode>().Where(node => node.Children.ContainsKey("port")).ToList();

        Assert.NotEmpty(ports);
        Assert.All(ports, port => Assert.True(port.Children.ContainsKey("protocol"), port.ToString()));
    }
}

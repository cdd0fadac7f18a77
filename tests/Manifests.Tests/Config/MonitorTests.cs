using YamlDotNet.RepresentationModel;

namespace ComputeOperator.Manifests.Tests.Config;

/// <summary>What the Prometheus operator is told leads to the metrics. Its own kinds are not at hand here.</summary>
public sealed class MonitorTests
{
    [Theory]
    [InlineData("compute-operator", "manager", "metrics_service.yaml")]
    [InlineData("compute-gateway", "gateway", "service.yaml")]
    public void Each_monitor_finds_the_one_port_with_metrics(string program, string folder, string file)
    {
        var monitor = Assert.Single(Documents("prometheus", "monitor.yaml"), document => document["metadata"]["name"].ToString() == program);
        var labels = monitor["spec"]["selector"]["matchLabels"];
        var port = Assert.Single((YamlSequenceNode)monitor["spec"]["endpoints"])["port"];

        var services = Documents(folder, file).Where(service => labels.Equals(service["metadata"]["labels"]));
        var served = Assert.Single(services.SelectMany(service => (YamlSequenceNode)service["spec"]["ports"]), found => found["name"].Equals(port));
        var container = Assert.Single(Documents(folder, "deployment.yaml"))["spec"]["template"]["spec"]["containers"][0];

        Assert.Contains((YamlSequenceNode)container["ports"], listening => listening["name"].Equals(served["targetPort"]));
        Assert.Equal("compute-system", monitor["metadata"]["namespace"].ToString());
    }

    private static IReadOnlyList<YamlNode> Documents(string folder, string file)
    {
        using var text = File.OpenText(Path.Combine(Repository.Config(folder), file));
        var yaml = new YamlStream();
        yaml.Load(text);
        return [.. yaml.Documents.Select(document => document.RootNode)];
    }
}

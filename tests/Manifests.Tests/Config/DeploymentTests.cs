using ComputeOperator.Operator.Configuration;
using YamlDotNet.RepresentationModel;

namespace ComputeOperator.Manifests.Tests.Config;

public sealed class DeploymentTests
{
    private static readonly YamlMappingNode PodSpec = ReadPodSpec();
    private static readonly YamlMappingNode Container = (YamlMappingNode)PodSpec["containers"][0];

    [Fact]
    public void Its_arguments_are_flags_of_the_operator()
    {
        var flags = ((YamlSequenceNode)Container["args"]).Select(argument => argument.ToString().TrimStart('-').Split('=')[0]);

        Assert.Empty(flags.Except(OperatorFlags.All.Select(flag => flag.Name)));
    }

    [Fact]
    public void It_may_do_nothing_that_it_need_not()
    {
        Assert.Equal("true", PodSpec["securityContext"]["runAsNonRoot"].ToString());
        Assert.Equal("65532", PodSpec["securityContext"]["runAsUser"].ToString());
        Assert.Equal("RuntimeDefault", PodSpec["securityContext"]["seccompProfile"]["type"].ToString());
        Assert.Equal("true", Container["securityContext"]["readOnlyRootFilesystem"].ToString());
        Assert.Equal("false", Container["securityContext"]["allowPrivilegeEscalation"].ToString());
        Assert.Equal("ALL", Container["securityContext"]["capabilities"]["drop"][0].ToString());
    }

    private static YamlMappingNode ReadPodSpec()
    {
        using var text = File.OpenText(Path.Combine(Repository.Config("manager"), "deployment.yaml"));
        var yaml = new YamlStream();
        yaml.Load(text);
        return (YamlMappingNode)yaml.Documents[0].RootNode["spec"]["template"]["spec"];
    }
}

using ComputeOperator.Gateway.Configuration;
using ComputeOperator.Operator.Configuration;
using YamlDotNet.RepresentationModel;

namespace ComputeOperator.Manifests.Tests.Config;

public sealed class DeploymentTests
{
    public static TheoryData<string> Folders => ["manager", "gateway"];

    [Theory]
    [MemberData(nameof(Folders))]
    public void Its_arguments_are_flags_of_the_program(string folder)
    {
        var known = folder == "gateway" ? GatewayFlags.Table.Flags.Select(flag => flag.Name) : OperatorFlags.All.Select(flag => flag.Name);
        var flags = ((YamlSequenceNode)Container(folder)["args"]).Select(argument => argument.ToString().TrimStart('-').Split('=')[0]);

        Assert.Empty(flags.Except(known));
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void It_may_do_nothing_that_it_need_not(string folder)
    {
        var (pod, container) = (PodSpec(folder), Container(folder));

        Assert.Equal("true", pod["securityContext"]["runAsNonRoot"].ToString());
        // OpenShift admits only the users and groups of the namespace.
        Assert.DoesNotContain(((YamlMappingNode)pod["securityContext"]).Children.Keys, key => key.ToString() is "runAsUser" or "runAsGroup" or "fsGroup");
        Assert.Equal("RuntimeDefault", pod["securityContext"]["seccompProfile"]["type"].ToString());
        Assert.Equal("true", container["securityContext"]["readOnlyRootFilesystem"].ToString());
        Assert.Equal("false", container["securityContext"]["allowPrivilegeEscalation"].ToString());
        Assert.Equal("ALL", container["securityContext"]["capabilities"]["drop"][0].ToString());
    }

    // Of a user by name kubelet cannot tell whether it is root.
    [Fact]
    public void Every_image_has_a_user_by_number_that_is_not_root()
    {
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, "Dockerfile"));

        var users = lines.Where(line => line.StartsWith("USER ", StringComparison.Ordinal)).ToList();

        Assert.Equal(lines.Count(line => line.StartsWith("ENTRYPOINT ", StringComparison.Ordinal)), users.Count);
        Assert.All(users, user => Assert.Matches("^USER [1-9][0-9]*:", user));
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void It_is_kept_off_the_nodes_of_another_system(string folder) =>
        Assert.Equal("linux", PodSpec(folder)["nodeSelector"]["kubernetes.io/os"].ToString());

    private static YamlMappingNode Container(string folder) => (YamlMappingNode)PodSpec(folder)["containers"][0];

    private static YamlMappingNode PodSpec(string folder)
    {
        using var text = File.OpenText(Path.Combine(Repository.Config(folder), "deployment.yaml"));
        var yaml = new YamlStream();
        yaml.Load(text);
        return (YamlMappingNode)yaml.Documents[0].RootNode["spec"]["template"]["spec"];
    }
}

using ComputeOperator.TestKit;
using YamlDotNet.RepresentationModel;

namespace ComputeOperator.Manifests.Tests.Server;

public sealed class PermissionsTests
{
    private const string User = "system:serviceaccount:compute-system:compute-operator";

    private static readonly string[] Groups = ["system:serviceaccounts", "system:serviceaccounts:compute-system", "system:authenticated"];

    private static readonly Lazy<Task<Kubectl>> Operator = new(async () =>
        new Kubectl(await (await Installation.GetAsync()).ControlPlane.KubeconfigForAsync(User, Groups)));

    public static TheoryData<string, string> Forbidden => new()
    {
        { "update", "instances.compute.iaas.dev" },
        { "create", "instances.compute.iaas.dev" },
        { "deletecollection", "instances.compute.iaas.dev" },
        { "update", "instances.compute.iaas.dev/status" },
        { "patch", "machinetypes.compute.iaas.dev" },
        { "delete", "machinetypes.compute.iaas.dev" },
        { "get", "secrets" },
        { "list", "secrets" },
        { "get", "configmaps" },
        { "create", "pods" },
        { "list", "pods" },
        { "create", "pods/exec" },
        { "get", "nodes" },
        { "list", "namespaces" },
        { "create", "serviceaccounts/token" },
        { "impersonate", "users" },
        { "create", "customresourcedefinitions.apiextensions.k8s.io" },
        { "patch", "customresourcedefinitions.apiextensions.k8s.io" },
        { "create", "clusterroles.rbac.authorization.k8s.io" },
        { "bind", "clusterroles.rbac.authorization.k8s.io" },
        { "escalate", "clusterroles.rbac.authorization.k8s.io" },
        { "delete", "validatingadmissionpolicies.admissionregistration.k8s.io" },
        { "get", "leases.coordination.k8s.io" },
        { "*", "*" },
    };

    public static TheoryData<string, string, string, string> Granted
    {
        get
        {
            var rights = new TheoryData<string, string, string, string>();
            foreach (var (@namespace, file) in new[] { ("default", "cluster_role.yaml"), ("compute-system", "role.yaml") })
            {
                foreach (var (verb, resource, name) in RightsIn(file))
                {
                    rights.Add(@namespace, verb, resource, name);
                }
            }

            return rights;
        }
    }

    [Theory]
    [MemberData(nameof(Forbidden))]
    public async Task The_operator_may_not(string verb, string resource)
    {
        Assert.Equal("no", await CanAsync("default", verb, resource));
    }

    [Theory]
    [MemberData(nameof(Granted))]
    public async Task The_operator_may(string @namespace, string verb, string resource, string name)
    {
        Assert.Equal("yes", await CanAsync(@namespace, verb, resource, name));
    }

    [Fact]
    public async Task Of_leases_its_own_is_all_that_it_may_touch()
    {
        const string leases = "leases.coordination.k8s.io";

        Assert.Equal("yes", await CanAsync("compute-system", "patch", leases, "compute-operator"));
        Assert.Equal("no", await CanAsync("compute-system", "patch", leases, "another"));
        Assert.Equal("no", await CanAsync("compute-system", "list", leases));
        Assert.Equal("no", await CanAsync("kube-system", "get", leases, "compute-operator"));
    }

    private static async Task<string> CanAsync(string @namespace, string verb, string resource, string name = "")
    {
        var kubectl = await Operator.Value;
        var parts = resource.Split('/', 2);
        string[] subresource = parts.Length == 1 ? [] : [$"--subresource={parts[1]}"];
        return (await kubectl.RunAsync(["auth", "can-i", verb, name.Length == 0 ? parts[0] : $"{parts[0]}/{name}", "-n", @namespace, .. subresource])).Output.Trim();
    }

    private static IEnumerable<(string Verb, string Resource, string Name)> RightsIn(string file)
    {
        using var text = File.OpenText(Path.Combine(Repository.Config("rbac"), file));
        var yaml = new YamlStream();
        yaml.Load(text);
        return from rule in (YamlSequenceNode)yaml.Documents[0].RootNode["rules"]
               from @group in (YamlSequenceNode)rule["apiGroups"]
               from resource in (YamlSequenceNode)rule["resources"]
               from verb in (YamlSequenceNode)rule["verbs"]
               select (verb.ToString(), Qualified(resource.ToString(), @group.ToString()), NameIn(rule));
    }

    private static string NameIn(YamlNode rule) =>
        ((YamlMappingNode)rule).Children.TryGetValue("resourceNames", out var names) ? ((YamlSequenceNode)names).Single().ToString() : "";

    private static string Qualified(string resource, string group)
    {
        var parts = resource.Split('/', 2);
        var qualified = group.Length == 0 ? parts[0] : $"{parts[0]}.{group}";
        return parts.Length == 1 ? qualified : $"{qualified}/{parts[1]}";
    }
}

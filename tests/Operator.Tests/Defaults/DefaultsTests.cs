using ComputeOperator.Entities.V1;
using ComputeOperator.Operator.Tests.Kit;
using ComputeOperator.TestKit;

namespace ComputeOperator.Operator.Tests.Defaults;

/// <summary>What the operator creates by itself, with the rights of <c>config/rbac</c>.</summary>
public class DefaultsTests
{
    private static readonly string[] Shown = ["get", "machinetypes", "-o", "jsonpath={range .items[*]}{.metadata.name}={.spec.memory}{\"\\n\"}{end}"];

    [Fact]
    public async Task Machine_types_that_are_absent_are_created_and_those_that_exist_are_left_alone()
    {
        await using var cluster = await InstalledCluster.StartAsync(Installed.Definitions | Installed.Rights);
        var own = Path.Combine(cluster.Plane.Folder, "small.yaml");
        await File.WriteAllTextAsync(own, """
            apiVersion: compute.iaas.dev/v1
            kind: MachineType
            metadata: { name: small }
            spec: { vcpus: "3", memory: 3Gi, disk: 3Gi }
            """);
        (await cluster.Kubectl.RunAsync("apply", "-f", own)).Succeeded();

        var process = cluster.StartOperator();
        await using var sandbox = await cluster.SandboxAsync();
        await sandbox.SettledAsync("web", InstancePhase.Running);
        await process.LineAsync("Created the shipped machinetypes/");

        // They are created side by side.
        await Eventually.Passes(async () =>
        {
            var types = (await cluster.Kubectl.RunAsync(Shown)).Succeeded().Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(17, types.Length);
            Assert.Contains("small=3Gi", types);
            Assert.Contains("e2-micro=1Gi", types);
        });
    }

    [Fact]
    public async Task Turned_off_or_forbidden_it_creates_nothing_and_the_rest_works()
    {
        await using var cluster = await InstalledCluster.StartAsync(Installed.Definitions | Installed.Rights);
        var off = cluster.StartOperator("--install-defaults=false");
        await off.LeadsAsync();
        await using var sandbox = await cluster.SandboxAsync();
        await sandbox.ApplyAsync("web");
        // It has begun its work, and that with what it creates.
        await sandbox.History.UntilAsync("web", instance => instance.Holds(InstanceConditions.Stalled));
        off.Terminate();
        await off.EndsWellAsync();
        (await cluster.Kubectl.RunAsync(
            "patch", "clusterrole", "compute-operator", "--type=json", "-p", """[{"op":"replace","path":"/rules","value":[{"apiGroups":["compute.iaas.dev"],"resources":["instances","machinetypes","tenants"],"verbs":["get","list","watch"]}]}]""")).Succeeded();

        var forbidden = cluster.StartOperator();
        await forbidden.LineAsync("May not create the shipped machinetypes");

        Assert.Empty((await cluster.Kubectl.RunAsync(Shown)).Succeeded());
        await forbidden.ReadyAsync();
    }
}

using ComputeOperator.Entities.V1;
using ComputeOperator.Operator.Tests.Kit;
using ComputeOperator.TestKit;

namespace ComputeOperator.Operator.Tests.Walks;

/// <summary>What a user sees who has nothing but kubectl.</summary>
public class KubectlTests
{
    [Fact]
    public async Task Waiting_for_Ready_means_what_was_asked_for_running_and_for_stopped()
    {
        await using var sandbox = await (await SharedCluster.GetAsync()).SandboxAsync();
        await sandbox.ApplyAsync("up", annotations: "simulate.compute.iaas.dev/delay: create=1s");
        await sandbox.ApplyAsync("down", "powerState: Stopped");
        (await sandbox.KubectlAsync("wait", "--for=condition=Ready", "inst/up", "inst/down", "--timeout=180s")).Succeeded();
        await sandbox.History.SettledAsync("up", InstancePhase.Running);
        await sandbox.History.SettledAsync("down", InstancePhase.Terminated);

        // kubectl may have seen any version that was Ready.
        Assert.All(Ready("up"), version => Assert.Equal(InstancePhase.Running, version.Phase));
        Assert.All(Ready("down"), version => Assert.Equal(InstancePhase.Terminated, version.Phase));

        IEnumerable<Kit.Version> Ready(string name) => sandbox.History.Of(name).Where(version => version.Object.Holds(InstanceConditions.Ready));
    }

    [Fact]
    public async Task Waiting_for_a_phase_and_for_deletion_works()
    {
        await using var sandbox = await (await SharedCluster.GetAsync()).SandboxAsync();
        await sandbox.ApplyAsync("web");
        (await sandbox.KubectlAsync("wait", "--for=jsonpath={.status.phase}=RUNNING", "inst/web", "--timeout=180s")).Succeeded();
        await sandbox.PatchAsync("web", """ "powerState":"Stopped" """);
        (await sandbox.KubectlAsync("wait", "--for=jsonpath={.status.phase}=TERMINATED", "inst/web", "--timeout=180s")).Succeeded();
        await sandbox.DeleteAsync("web");
        (await sandbox.KubectlAsync("wait", "--for=delete", "inst/web", "--timeout=180s")).Succeeded();
    }

    [Fact]
    public async Task Describe_tells_the_story_in_events()
    {
        await using var sandbox = await (await SharedCluster.GetAsync()).SandboxAsync();
        await sandbox.SettledAsync("web", InstancePhase.Running);
        await sandbox.PatchAsync("web", """ "powerState":"Stopped" """);
        await sandbox.History.SettledAsync("web", InstancePhase.Terminated);

        await Eventually.Passes(async () =>
        {
            var text = (await sandbox.KubectlAsync("describe", "inst", "web")).Succeeded();
            var story = text[text.IndexOf("Events:", StringComparison.Ordinal)..];
            Assert.All(["Provisioning", "Staging", "Started", "Stopping", "Stopped"], reason => Assert.Contains(reason, story, StringComparison.Ordinal));
            Assert.Contains("compute.iaas.dev/operator", story, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Get_shows_the_columns_and_the_short_names_work()
    {
        await using var sandbox = await (await SharedCluster.GetAsync()).SandboxAsync();
        (await sandbox.ApplyNamedTenantAsync("kubectl-acme", "namespaces: ['*']")).Succeeded();
        await sandbox.SettledAsync("web", InstancePhase.Running, "tenant: kubectl-acme");
        var table = (await sandbox.KubectlAsync("get", "inst")).Succeeded().Split('\n');
        var category = (await sandbox.KubectlAsync("get", "compute")).Succeeded();
        var selected = (await sandbox.KubectlAsync("get", "inst", "--field-selector", "status.phase=RUNNING,spec.tenant=kubectl-acme", "-o", "name")).Succeeded();

        Assert.Equal(["NAME", "PHASE", "POWER", "READY", "MACHINE-TYPE", "TENANT", "ZONE", "IP", "AGE"], table[0].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(["web", "RUNNING", "Running", "True", "e2-small", "kubectl-acme", "us-central1-a"], table[1].Split(' ', StringSplitOptions.RemoveEmptyEntries)[..7]);
        Assert.Contains("web", category, StringComparison.Ordinal);
        Assert.Equal("instance.compute.iaas.dev/web", selected.Trim());
    }

    [Fact]
    public async Task A_watch_of_kubectl_prints_every_phase()
    {
        await using var sandbox = await (await SharedCluster.GetAsync()).SandboxAsync();
        await sandbox.SettledAsync("before", InstancePhase.Running);
        await using var watching = await sandbox.StartKubectlAsync("get", "inst", "--watch", "-o", "jsonpath={.metadata.name} {.status.phase}{'\\n'}");
        await watching.LineAsync("before RUNNING");
        await sandbox.SettledAsync("web", InstancePhase.Running);
        await sandbox.PatchAsync("web", """ "powerState":"Stopped" """);
        await sandbox.History.SettledAsync("web", InstancePhase.Terminated);

        await watching.LineAsync("web TERMINATED");
        string[] phases = [.. watching.Lines.Where(line => line.StartsWith("web ", StringComparison.Ordinal)).Select(line => line["web ".Length..]).Where(phase => phase.Length > 0)];
        Assert.Equal(["PROVISIONING", "STAGING", "RUNNING", "STOPPING", "TERMINATED"], phases.Where((phase, at) => at == 0 || phases[at - 1] != phase));
    }
}

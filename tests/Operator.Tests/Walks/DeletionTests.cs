using ComputeOperator.Entities.V1;
using ComputeOperator.Operator.Tests.Kit;
using static ComputeOperator.Entities.V1.InstancePhase;

namespace ComputeOperator.Operator.Tests.Walks;

public class DeletionTests
{
    [Fact]
    public async Task A_running_instance_is_stopped_before_it_goes()
    {
        await using var sandbox = await (await SharedCluster.GetAsync()).SandboxAsync();
        await sandbox.SettledAsync("web", Running);
        (await sandbox.KubectlAsync("delete", "inst", "web", "--timeout=180s")).Succeeded();
        await sandbox.History.GoneAsync("web");

        Assert.Equal([Provisioning, Staging, Running, Stopping, Terminated], sandbox.History.Phases("web"));
    }

    [Fact]
    public async Task A_stop_that_hangs_is_forced_at_the_deadline_and_not_before()
    {
        await using var sandbox = await (await SharedCluster.GetAsync()).SandboxAsync();
        await sandbox.SettledAsync("web", Running, "stopPolicy: { gracePeriodSeconds: 2 }", "simulate.compute.iaas.dev/hang: stop");
        await sandbox.DeleteAsync("web");
        await sandbox.History.GoneAsync("web");

        var versions = sandbox.History.Of("web").Select(version => version.Object.Status!).Where(status => status?.Deletion is not null).ToList();
        var begun = versions.First(status => status.Phase == Stopping).PhaseTransitionTimestamp!.Value;
        var forced = versions.First(status => status.Phase == Terminated).PhaseTransitionTimestamp!.Value;
        Assert.Equal(begun.AddSeconds(2), versions[0].Deletion!.ForceAt);
        Assert.True(forced >= begun.AddSeconds(2), $"forced {forced - begun} after the stop began");
        Assert.Contains(versions, status => status.Deletion!.Reason == "the machine is being stopped");
    }

    [Theory]
    [InlineData("machineType: nowhere", "", Provisioning)]
    [InlineData("", "simulate.compute.iaas.dev/delay: create=60m", Staging)]
    [InlineData("powerState: Stopped", "", Terminated)]
    public async Task An_instance_that_does_not_run_is_removed_without_further_phases(string spec, string annotations, InstancePhase phase)
    {
        await using var sandbox = await (await SharedCluster.GetAsync()).SandboxAsync();
        await sandbox.ApplyAsync("web", spec, annotations);
        await sandbox.History.UntilAsync("web", instance => instance.Status?.Phase == phase);
        var before = sandbox.History.Phases("web");
        await sandbox.DeleteAsync("web");
        await sandbox.History.GoneAsync("web");

        Assert.Equal(before, sandbox.History.Phases("web"));
    }

    [Fact]
    public async Task Protection_refuses_every_deletion_until_it_is_turned_off()
    {
        await using var sandbox = await (await SharedCluster.GetAsync()).SandboxAsync();
        await sandbox.SettledAsync("kept", Running, "deletionProtection: true");
        var byName = await sandbox.KubectlAsync("delete", "inst", "kept");
        var all = await sandbox.KubectlAsync("delete", "inst", "--all");
        Assert.NotNull(sandbox.History.Latest("kept"));
        await sandbox.PatchAsync("kept", """ "deletionProtection":false """);
        (await sandbox.KubectlAsync("delete", "inst", "kept", "--timeout=180s")).Succeeded();
        await sandbox.History.GoneAsync("kept");

        Assert.Contains("has spec.deletionProtection: true", byName.Error, StringComparison.Ordinal);
        Assert.Contains("has spec.deletionProtection: true", all.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_finalizers_of_others_are_left_alone()
    {
        await using var sandbox = await (await SharedCluster.GetAsync()).SandboxAsync();
        await sandbox.SettledAsync("web", Running);
        (await sandbox.KubectlAsync("patch", "inst", "web", "--type=json", "-p", """[{"op":"add","path":"/metadata/finalizers/0","value":"example.com/other"}]""")).Succeeded();
        await sandbox.DeleteAsync("web");
        var left = await sandbox.History.UntilAsync("web", instance => instance.Metadata.Finalizers is [not ComputeApi.ForceStopFinalizer]);
        (await sandbox.KubectlAsync("patch", "inst", "web", "--type=merge", "-p", """{"metadata":{"finalizers":null}}""")).Succeeded();
        await sandbox.History.GoneAsync("web");

        Assert.Equal(["example.com/other"], left.Metadata.Finalizers);
        Assert.Equal((Terminated, null), (left.Status!.Phase, left.Status.Reservation));
        Assert.Contains("example.com/other", left.Status.StatusMessage, StringComparison.Ordinal);
        Assert.Equal((OperationType.Delete, OperationStatus.Done), (left.Status.Operations![^1].Type, left.Status.Operations[^1].Status));
    }

    [Theory]
    [InlineData("machineType: nowhere", "")]
    [InlineData("parent: nobody", "")]
    [InlineData("", "simulate.compute.iaas.dev/delay: nonsense")]
    [InlineData("", "simulate.compute.iaas.dev/fail: create=always")]
    public async Task What_is_wrong_with_a_spec_never_blocks_its_deletion(string spec, string annotations)
    {
        await using var sandbox = await (await SharedCluster.GetAsync()).SandboxAsync();
        await sandbox.ApplyAsync("web", spec, annotations);
        await sandbox.History.UntilAsync("web", instance => instance.Holds(InstanceConditions.Stalled));
        await sandbox.DeleteAsync("web");
        await sandbox.History.GoneAsync("web");
    }

    [Fact]
    public async Task Deleting_a_namespace_stops_what_runs_there()
    {
        var cluster = await SharedCluster.GetAsync();
        await using var sandbox = await cluster.SandboxAsync();
        await sandbox.SettledAsync("web", Running);
        (await cluster.Kubectl.RunAsync("delete", "namespace", sandbox.Namespace, "--wait=false")).Succeeded();
        // As the namespace controller does, which a control plane without a controller manager lacks.
        (await cluster.Kubectl.RunAsync("delete", "instances", "--all", "--namespace", sandbox.Namespace, "--timeout=180s")).Succeeded();
        await sandbox.History.GoneAsync("web");

        Assert.Equal([Provisioning, Staging, Running, Stopping, Terminated], sandbox.History.Phases("web"));
    }
}

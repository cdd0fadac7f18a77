using ComputeOperator.Entities.V1;
using ComputeOperator.Operator.Tests.Kit;

namespace ComputeOperator.Operator.Tests.BadInput;

public class ReferenceTests
{
    [Fact]
    public async Task An_unknown_machine_type_is_refused_with_the_choices_until_it_exists()
    {
        var cluster = await SharedCluster.GetAsync();
        await using var sandbox = await cluster.SandboxAsync();
        await sandbox.ApplyAsync("web", "machineType: huge");
        var refused = await sandbox.History.UntilAsync("web", instance => instance.Holds(InstanceConditions.Stalled));
        (await cluster.Kubectl.ApplyAsync("""
            apiVersion: compute.iaas.dev/v1
            kind: MachineType
            metadata: { name: huge }
            spec: { vcpus: "96", memory: 624Gi, disk: 10Gi }
            """)).Succeeded();
        var running = await sandbox.History.SettledAsync("web", InstancePhase.Running);

        Assert.True(refused.IsStalled("InvalidConfiguration", "spec.machineType: no MachineType 'huge'; allowed: "));
        Assert.Contains("e2-medium", refused.Condition(InstanceConditions.Stalled)!.Message, StringComparison.Ordinal);
        Assert.Equal(("MachineTypeNotFound", InstancePhase.Provisioning), (refused.Condition(InstanceConditions.Accepted)!.Reason, refused.Status!.Phase));
        Assert.False(refused.Holds(InstanceConditions.Reconciling));
        Assert.Null(running.Condition(InstanceConditions.Stalled));
        Assert.True(running.Holds(InstanceConditions.Accepted));
    }

    [Fact]
    public async Task A_machine_type_can_be_corrected_by_hand()
    {
        await using var sandbox = await (await SharedCluster.GetAsync()).SandboxAsync();
        await sandbox.ApplyAsync("web", "machineType: e3-small");
        await sandbox.History.UntilAsync("web", instance => instance.Holds(InstanceConditions.Stalled));
        await sandbox.PatchAsync("web", """ "machineType":"e2-small" """);

        await sandbox.History.SettledAsync("web", InstancePhase.Running);
    }

    [Fact]
    public async Task An_unknown_provider_is_refused_with_the_choices()
    {
        await using var sandbox = await (await SharedCluster.GetAsync()).SandboxAsync();
        await sandbox.ApplyAsync("web", "provider: cloud, image: ubuntu-22.04");
        var refused = await sandbox.History.UntilAsync("web", instance => instance.Holds(InstanceConditions.Stalled));

        Assert.True(refused.IsStalled("InvalidConfiguration", "spec.provider: 'cloud' is not enabled in this operator; allowed: simulated"));
        await sandbox.DeleteAsync("web");
        await sandbox.History.GoneAsync("web");
    }

    [Fact]
    public async Task A_power_state_that_the_provider_lacks_is_refused_with_the_choices_until_it_is_another()
    {
        await using var cluster = await InstalledCluster.StartAsync();
        cluster.StartOperator("--simulated-suspend=false", "--simulated-hard-reset=false");
        await using var sandbox = await cluster.SandboxAsync();
        await sandbox.SettledAsync("web", InstancePhase.Running);
        await sandbox.PatchAsync("web", """ "powerState":"Suspended" """);
        var refused = await sandbox.History.UntilAsync("web", instance => instance.Holds(InstanceConditions.Stalled));
        await sandbox.PatchAsync("web", """ "powerState":"Stopped" """);
        await sandbox.History.SettledAsync("web", InstancePhase.Terminated);
        await sandbox.SettledAsync("other", InstancePhase.Running, "restartMode: Hard");
        await sandbox.PatchAsync("other", """ "restartedAt":"2027-01-01T00:00:00Z" """);
        var hard = await sandbox.History.UntilAsync("other", instance => instance.Holds(InstanceConditions.Stalled));
        await sandbox.PatchAsync("other", """ "restartMode":"Graceful" """);
        await sandbox.History.UntilAsync("other", instance => instance.Status?.RestartCount == 1 && instance.Holds(InstanceConditions.Ready));

        Assert.True(refused.IsStalled("UnsupportedByProvider", "spec.powerState: provider simulated cannot do Suspended; allowed: Running, Stopped"));
        Assert.Equal(InstancePhase.Running, refused.Status!.Phase);
        Assert.True(hard.IsStalled("UnsupportedByProvider", "spec.restartMode: provider simulated cannot do Hard; allowed: Graceful"));
    }

    [Fact]
    public async Task A_malformed_annotation_is_named_with_what_it_may_be_until_it_is_mended()
    {
        await using var sandbox = await (await SharedCluster.GetAsync()).SandboxAsync();
        await sandbox.ApplyAsync("web", annotations: "simulate.compute.iaas.dev/delay: create=soon");
        var refused = await sandbox.History.UntilAsync("web", instance => instance.Holds(InstanceConditions.Stalled));
        await sandbox.ApplyAsync("web", annotations: "simulate.compute.iaas.dev/delay: create=10ms");
        await sandbox.History.SettledAsync("web", InstancePhase.Running);

        Assert.True(refused.IsStalled("UnrecoverableError", "metadata.annotations['simulate.compute.iaas.dev/delay']: 'soon' is not a duration"));
    }

    [Fact]
    public async Task A_permanent_fault_that_is_taken_away_by_annotation_is_over_at_once()
    {
        await using var sandbox = await (await SharedCluster.GetAsync()).SandboxAsync();
        await sandbox.ApplyAsync("web", annotations: "simulate.compute.iaas.dev/fail: create=always");
        var failed = await sandbox.History.UntilAsync("web", instance => instance.Holds(InstanceConditions.Stalled));
        (await sandbox.KubectlAsync("annotate", "instance", "web", "simulate.compute.iaas.dev/fail-")).Succeeded();
        var running = await sandbox.History.SettledAsync("web", InstancePhase.Running);

        Assert.True(failed.Status!.Retry is { Permanent: true, Attempts: 1 });
        Assert.True(running.Status!.LastStartTimestamp < failed.Status.Retry.NextRetryTime, "it waited for the try that was due anyway");
    }
}

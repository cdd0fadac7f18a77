using ComputeOperator.Entities.V1;
using ComputeOperator.Operator.Tests.Kit;

namespace ComputeOperator.Operator.Tests.BadInput;

public class ForeignStatusTests
{
    [Theory]
    [InlineData("""{"phase":"TERMINATED"}""")]
    [InlineData("""{"phase":"STAGING","providerState":null}""")]
    [InlineData("""{"providerState":{"state":"nonsense","uid":7}}""")]
    [InlineData("""{"providerState":null,"conditions":null,"operations":null,"machineType":null}""")]
    [InlineData("""{"instanceID":"1","statusMessage":"all is lost","addresses":[]}""")]
    [InlineData("""{"conditions":[{"type":"Ready","status":"False","reason":"No","message":"no","lastTransitionTime":"2020-01-01T00:00:00Z"}]}""")]
    [InlineData("""{"retry":{"attempts":1000,"nextRetryTime":"2999-01-01T00:00:00Z","lastError":"made up"}}""")]
    [InlineData("""{"observedGeneration":99,"phaseTransitionTimestamp":"2999-01-01T00:00:00Z"}""")]
    public async Task What_others_write_into_a_status_is_computed_anew(string nonsense)
    {
        await using var sandbox = await (await SharedCluster.GetAsync()).SandboxAsync();
        var before = await sandbox.SettledAsync("web", InstancePhase.Running);
        (await sandbox.KubectlAsync("patch", "inst", "web", "--subresource=status", "--type=merge", "-p", $$"""{"status":{{nonsense}}}""")).Succeeded();
        var healed = await sandbox.History.UntilAsync(
            "web",
            instance => instance.Status is { Phase: InstancePhase.Running, StatusMessage: "The machine is running.", MachineType: not null, ProviderState: not null, Retry: null }
                && instance.Holds(InstanceConditions.Ready)
                && instance.Status.InstanceId == before.Status!.InstanceId
                && instance.Status.ObservedGeneration == instance.Metadata.Generation
                && instance.Status.Addresses is [_]
                && instance.Metadata.ResourceVersion != before.Metadata.ResourceVersion);

        Assert.True(healed.Holds(InstanceConditions.Accepted));
    }

    [Fact]
    public async Task A_status_removed_altogether_is_an_instance_seen_for_the_first_time()
    {
        await using var sandbox = await (await SharedCluster.GetAsync()).SandboxAsync();
        var before = await sandbox.SettledAsync("web", InstancePhase.Running);
        (await sandbox.KubectlAsync("patch", "inst", "web", "--subresource=status", "--type=merge", "-p", """{"status":null}""")).Succeeded();
        var healed = await sandbox.History.SettledAsync("web", InstancePhase.Running);

        Assert.Equal(before.Status!.InstanceId, healed.Status!.InstanceId);
    }
}

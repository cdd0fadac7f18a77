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

    [Theory]
    [InlineData("""{"reservation":{"instances":1,"vcpus":"5e28","memory":"1e30","disk":"1e400","credits":0}}""")]
    [InlineData("""{"reservation":null,"machineType":{"name":"odd","vcpus":"1e19","memory":"1e30","disk":"1Gi"}}""")]
    public async Task What_others_write_into_one_status_keeps_no_other_instance_of_the_tenant_out(string nonsense)
    {
        await using var sandbox = await (await SharedCluster.GetAsync()).SandboxAsync();
        await sandbox.ApplyTenantAsync("displayName: Odd");
        foreach (var name in new[] { "one", "two" })
        {
            await sandbox.ApplyForTenantAsync(name);
            await sandbox.History.SettledAsync(name, InstancePhase.Running);
            (await sandbox.KubectlAsync("patch", "inst", name, "--subresource=status", "--type=merge", "-p", $$"""{"status":{{nonsense}}}""")).Succeeded();
        }

        await sandbox.ApplyForTenantAsync("next");
        await sandbox.History.SettledAsync("next", InstancePhase.Running);
        await sandbox.DeleteAsync("one", "two");
        await sandbox.History.GoneAsync("one");
        await sandbox.History.GoneAsync("two");
        await sandbox.TenantUntilAsync(tenant => tenant.Status?.Usage?.Instances.Summary == "1");
    }

    [Theory]
    [InlineData("""{"reservation":{"instances":-5,"vcpus":"1","memory":"1Gi","disk":"1Gi","credits":0}}""", "status.reservation.instances")]
    [InlineData("""{"reservation":{"instances":1,"vcpus":"1","memory":"1Gi","disk":"1Gi","credits":-1}}""", "status.reservation.credits")]
    [InlineData("""{"retry":{"attempts":2147483647,"nextRetryTime":"2026-01-01T00:00:00Z","lastError":"made up"}}""", "status.retry.attempts")]
    public async Task Figures_that_no_operator_writes_are_refused(string nonsense, string field)
    {
        await using var sandbox = await (await SharedCluster.GetAsync()).SandboxAsync();
        await sandbox.ApplyAsync("web");
        var result = await sandbox.KubectlAsync("patch", "inst", "web", "--subresource=status", "--type=merge", "-p", $$"""{"status":{{nonsense}}}""");
        Assert.Contains(field, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_status_removed_altogether_is_an_instance_seen_for_the_first_time()
    {
        await using var sandbox = await (await SharedCluster.GetAsync()).SandboxAsync();
        var before = await sandbox.SettledAsync("web", InstancePhase.Running);
        await sandbox.History.ReachedAsync((await sandbox.KubectlAsync(
            "patch", "inst", "web", "--subresource=status", "--type=merge", "-p", """{"status":null}""", "-o", "jsonpath={.metadata.resourceVersion}")).Succeeded());
        var healed = await sandbox.History.SettledAsync("web", InstancePhase.Running);

        Assert.Equal(before.Status!.InstanceId, healed.Status!.InstanceId);
    }
}

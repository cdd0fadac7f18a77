using ComputeOperator.Entities.V1;
using ComputeOperator.Gateway.Failures;
using ComputeOperator.Gateway.Iaas.Instances;
using ComputeOperator.Gateway.Tests.Kit;

namespace ComputeOperator.Gateway.Tests.Iaas;

public sealed class StatusTests
{
    [Theory]
    [InlineData(null, PowerState.Running, false, "creating")]
    [InlineData(InstancePhase.Provisioning, PowerState.Running, false, "creating")]
    [InlineData(InstancePhase.Running, PowerState.Running, false, "running")]
    [InlineData(InstancePhase.Running, PowerState.Running, true, "running")]
    [InlineData(InstancePhase.Running, PowerState.Stopped, false, "running")]
    [InlineData(InstancePhase.Terminated, PowerState.Stopped, false, "stopped")]
    [InlineData(InstancePhase.Suspended, PowerState.Suspended, false, "stopped")]
    [InlineData(InstancePhase.Terminated, PowerState.Running, false, "restarting")]
    [InlineData(InstancePhase.Repairing, PowerState.Running, false, "restarting")]
    [InlineData(InstancePhase.Provisioning, PowerState.Running, true, "error")]
    [InlineData(InstancePhase.Stopping, PowerState.Stopped, true, "error")]
    public void There_are_five_words(InstancePhase? phase, PowerState wanted, bool stalled, string status) =>
        Assert.Equal(status, InstanceView.StatusOf(AnInstance.Of(phase, wanted, stalled: stalled)));

    [Fact]
    public void Each_status_allows_what_the_rules_say() => Assert.All(AnInstance.All(), instance =>
    {
        var status = InstanceView.StatusOf(instance);
        Assert.Equal(status == "stopped" && instance.Metadata.DeletionTimestamp is null ? null : "Instance is not stopped", Refusal(() => PowerRules.Start(instance)));
        Assert.Equal(status == "running" ? null : "Instance is not running", Refusal(() => PowerRules.Stop(instance)));
        Assert.Equal(status != "running" ? null : "Cannot delete running instance", Refusal(() => PowerRules.CheckDelete(instance)));
    });

    [Fact]
    public void Attached_ids_survive_what_they_are_made_of()
    {
        string[] ids = ["net-1", "a b", "\"quoted\", with comma", "Ж"];
        var annotations = Attachments.Networks.Change(ids).ToDictionary(entry => entry.Key, entry => entry.Value!);

        Assert.Equal(ids, Attachments.Networks.Of(new() { Annotations = annotations }));
        Assert.Empty(Attachments.Volumes.Of(new() { Annotations = annotations }));
        Assert.Empty(Attachments.Networks.Of(new() { Annotations = annotations.ToDictionary(entry => entry.Key, _ => "{no list") }));
    }

    private static string? Refusal(Action act) => (Record.Exception(act) as FailureException)?.Message;
}

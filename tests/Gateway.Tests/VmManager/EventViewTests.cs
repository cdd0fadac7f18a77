using ComputeOperator.Gateway.Tests.Kit;
using ComputeOperator.Gateway.VmManager.Events;
using ComputeOperator.Kubernetes.Events;

namespace ComputeOperator.Gateway.Tests.VmManager;

public sealed class EventViewTests
{
    [Theory]
    [InlineData("Instance", "Started", "Normal", "vm", "info")]
    [InlineData("Instance", "ProviderError", "Warning", "vm", "warning")]
    [InlineData("Instance", "RepairStarted", "Warning", "vm", "critical")]
    [InlineData("Instance", "UnrecoverableError", "Warning", "vm", "critical")]
    [InlineData("Instance", "CreditsCharged", "Normal", "system", "info")]
    [InlineData("Instance", "CreditsExhausted", "Warning", "system", "critical")]
    [InlineData("Instance", "AdminAction", "Normal", "admin", "info")]
    [InlineData("Tenant", "CreditsAdjusted", "Normal", "admin", "info")]
    [InlineData("Tenant", "SomethingElse", "Warning", "system", "warning")]
    public void Type_and_severity_follow_from_the_reason(string kind, string reason, string type, string expectedType, string severity)
    {
        var shown = EventView.Of(Event(kind, reason, type), "acme");

        Assert.Equal((expectedType, severity), (shown.Type, shown.Severity));
        Assert.Equal(kind == "Instance" ? ("it", "acme") : (null, "it"), (shown.VmId, shown.UserId));
    }

    [Fact]
    public void What_happened_again_is_as_late_as_the_last_time()
    {
        var again = Event("Instance", "Started", "Normal") with { Series = new() { Count = 3, LastObservedTime = AnInstance.Now.AddHours(1) } };

        var shown = EventView.Of(again, null);

        Assert.Equal((3, AnInstance.Now.AddHours(1), AnInstance.Now), (shown.Details.Count, shown.Details.LastSeenAt, shown.CreatedAt));
    }

    private static Event Event(string kind, string reason, string type) => new()
    {
        Metadata = new() { Name = "e" },
        EventTime = AnInstance.Now,
        Reason = reason,
        Type = type,
        Regarding = new() { ApiVersion = "compute.iaas.dev/v1", Kind = kind, Name = "it", Namespace = "ns" },
    };
}

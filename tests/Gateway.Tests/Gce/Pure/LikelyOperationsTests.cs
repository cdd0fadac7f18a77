using ComputeOperator.Entities.V1;
using ComputeOperator.Gateway.Configuration;
using ComputeOperator.Gateway.Gce;
using ComputeOperator.Gateway.Gce.Operations;
using ComputeOperator.Gateway.Tests.Kit;

namespace ComputeOperator.Gateway.Tests.Gce.Pure;

public sealed class LikelyOperationsTests
{
    private const string Request = "7f3c1b7e-5f0d-4d83-8a55-0f3c9f4d2b11";

    private static Instance Web { get; } = AnInstance.Of(InstancePhase.Running) is var web
        ? web with
        {
            Metadata = web.Metadata with
            {
                Generation = 3,
                Annotations = new Dictionary<string, string> { [AnsweredRequests.Annotation] = $"{Request}=setlabels:1767323045" },
            },
        }
        : null!;

    [Theory]
    [InlineData(OperationType.Stop, 3, true)]
    [InlineData(OperationType.Stop, 1, true)]
    [InlineData(OperationType.Stop, 4, false)]
    [InlineData(OperationType.Stop, 0, true)]
    [InlineData(OperationType.Delete, 1767323045, true)]
    [InlineData(OperationType.Delete, 1767323045 + 3600, false)]
    public void What_is_yet_to_come_has_no_operation(OperationType type, long stamp, bool expected) =>
        Assert.Equal(expected, LikelyOperations.IsPossible(OperationView.NameOf(Web, OperationKind.Of(type), stamp), Web, AnInstance.Now));

    [Fact]
    public void Of_an_instance_that_is_gone_any_change_may_have_been() =>
        Assert.True(LikelyOperations.IsPossible(OperationView.NameOf(Web, OperationKind.Of(OperationType.Stop), 4), null, AnInstance.Now));

    [Theory]
    [InlineData("operation-insert-1-")]
    [InlineData("operation-stop-3-")]
    [InlineData("operation-setlabels-t87v6t-")]
    public void What_is_not_recorded_is_found_by_its_number_all_the_same(string prefix) =>
        Assert.Contains(LikelyOperations.Of(Web), name => name.ToString().StartsWith(prefix, StringComparison.Ordinal));

    [Theory]
    [InlineData(InstancePhase.Running)]
    [InlineData(null)]
    public void What_is_not_recorded_has_the_same_times_whenever_it_is_asked_for(InstancePhase? phase)
    {
        var (instance, settings) = (AnInstance.Of(phase), GceSettings.Of(new GatewayOptions()));
        var name = OperationView.NameOf(instance, OperationKind.Of(OperationType.Stop), 1);

        var now = OperationView.Of(name, instance, "p", "z", AnInstance.Now, settings);
        var later = OperationView.Of(name, instance, "p", "z", AnInstance.Now.AddMinutes(1), settings);

        Assert.Equal((now.InsertTime, now.StartTime, now.EndTime), (later.InsertTime, later.StartTime, later.EndTime));
    }
}

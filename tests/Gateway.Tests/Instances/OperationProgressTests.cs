using ComputeOperator.Entities.V1;
using ComputeOperator.Gateway.Gce.Operations;
using ComputeOperator.Gateway.Instances;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Gateway.Tests.Instances;

public sealed class OperationProgressTests
{
    private static readonly DateTimeOffset Then = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Of_an_instance_that_is_gone_everything_is_done() =>
        Assert.Equal((true, null), Short(OperationProgress.Of(null, OperationType.Stop, 7)));

    [Fact]
    public void Before_the_operator_has_looked_nothing_has_begun()
    {
        Assert.Equal((false, null), Short(OperationProgress.Of(Instance(null, []), OperationType.Insert, 1)));
        Assert.Equal((false, null), Short(OperationProgress.Of(Instance(1, []), OperationType.Stop, 2)));
    }

    [Fact]
    public void What_is_recorded_of_the_generation_or_a_later_one_is_the_answer()
    {
        var instance = Instance(3, [Operation(OperationType.Insert, 1, done: true), Operation(OperationType.Stop, 3, done: false)]);

        Assert.Equal((true, null), Short(OperationProgress.Of(instance, OperationType.Insert, 1)));
        Assert.Equal((false, null), Short(OperationProgress.Of(instance, OperationType.Stop, 2)));
        Assert.Equal((false, null), Short(OperationProgress.Of(instance, OperationType.Stop, 3)));
        Assert.Equal((false, null), Short(OperationProgress.Of(instance, OperationType.Start, 4)));
    }

    [Fact]
    public void Of_several_of_one_generation_the_last_is_the_answer_and_it_is_listed_once()
    {
        var instance = Instance(3, [Operation(OperationType.Stop, 3, done: true), Operation(OperationType.Start, 3, done: true), Operation(OperationType.Stop, 3, done: false)]);

        Assert.Equal((false, null), Short(OperationProgress.Of(instance, OperationType.Stop, 3)));
        Assert.Equal((true, null), Short(OperationProgress.Of(instance, OperationType.Start, 3)));
        Assert.Equal([OperationType.Stop, OperationType.Start], OperationView.NamesOf(instance).Select(name => name.Kind.Lifecycle!.Value));
    }

    [Fact]
    public void What_something_else_came_before_has_failed()
    {
        var instance = Instance(2, [Operation(OperationType.Start, 1, done: true) with { Error = "superseded by stop" }]);

        Assert.Equal((true, OperationFailure.Superseded), Short(OperationProgress.Of(instance, OperationType.Start, 1)));
    }

    [Fact]
    public void What_needed_nothing_to_be_done_is_done_when_the_instance_is_ready()
    {
        Assert.Equal((true, null), Short(OperationProgress.Of(Instance(2, [], Condition(InstanceConditions.Ready, true, 2)), OperationType.Start, 2)));
        Assert.Equal((false, null), Short(OperationProgress.Of(Instance(2, [], Condition(InstanceConditions.Ready, false, 2)), OperationType.Start, 2)));
        Assert.Equal((false, null), Short(OperationProgress.Of(Instance(2, [], Condition(InstanceConditions.Ready, true, 1)), OperationType.Start, 2)));
    }

    [Theory]
    [InlineData(OperationType.Insert)]
    [InlineData(OperationType.Start)]
    public void Who_must_wait_for_the_user_has_failed_for_now(OperationType type)
    {
        var stalled = Condition(InstanceConditions.Stalled, true, 2) with { Reason = "InvalidConfiguration" };
        var noRoom = Condition(InstanceConditions.QuotaReserved, false, 2) with { Reason = "QuotaExceeded" };

        Assert.Equal((true, "InvalidConfiguration"), Short(OperationProgress.Of(Instance(2, [Operation(type, 2, done: false)], stalled), type, 2)));
        Assert.Equal((true, "InvalidConfiguration"), Short(OperationProgress.Of(Instance(2, [], stalled), type, 2)));
        Assert.Equal((true, "QuotaExceeded"), Short(OperationProgress.Of(Instance(2, [Operation(type, 2, done: false)], noRoom), type, 2)));
        Assert.Equal((true, "QuotaExceeded"), Short(OperationProgress.Of(Instance(2, [Operation(type, 2, done: false)], stalled, noRoom), type, 2)));
    }

    [Fact]
    public void A_stop_needs_no_room()
    {
        var noRoom = Condition(InstanceConditions.QuotaReserved, false, 2);

        Assert.Equal((false, null), Short(OperationProgress.Of(Instance(2, [Operation(OperationType.Stop, 2, done: false)], noRoom), OperationType.Stop, 2)));
    }

    [Fact]
    public void An_insert_that_is_no_longer_recorded_was_done() =>
        Assert.Equal((true, null), Short(OperationProgress.Of(Instance(40, [Operation(OperationType.Stop, 40, done: false)]), OperationType.Insert, 1)));

    [Fact]
    public void A_deletion_is_done_when_the_instance_is_gone()
    {
        var leaving = Instance(3, []) with { Metadata = new() { Name = "web", DeletionTimestamp = Then } };

        Assert.Equal((false, null), Short(OperationProgress.Of(leaving, OperationType.Delete, 0)));
        Assert.Equal((true, null), Short(OperationProgress.Of(null, OperationType.Delete, 0)));
    }

    private static (bool IsDone, string? Failure) Short(OperationProgress progress) => (progress.IsDone, progress.Failure?.Reason);

    private static Instance Instance(long? observed, InstanceOperation[] operations, params Condition[] conditions) => new()
    {
        Metadata = new() { Name = "web" },
        Spec = new() { MachineType = "e2-small" },
        Status = observed is null ? null : new() { ObservedGeneration = observed, Phase = InstancePhase.Running, Operations = operations, Conditions = conditions },
    };

    private static InstanceOperation Operation(OperationType type, long generation, bool done) => new()
    {
        Id = "any",
        Type = type,
        Generation = generation,
        StartTime = Then,
        EndTime = done ? Then : null,
        Status = done ? OperationStatus.Done : OperationStatus.Running,
        Progress = done ? 100 : 50,
    };

    private static Condition Condition(string type, bool holds, long generation) => new()
    {
        Type = type,
        Status = holds ? ConditionStatus.True : ConditionStatus.False,
        ObservedGeneration = generation,
        LastTransitionTime = Then,
        Reason = "Any",
        Message = "",
    };
}

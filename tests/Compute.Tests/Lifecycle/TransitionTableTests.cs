using ComputeOperator.Compute.Lifecycle;
using ComputeOperator.Entities.V1;

namespace ComputeOperator.Compute.Tests.Lifecycle;

public sealed class TransitionTableTests
{
    private static readonly InstancePhase?[] Phases = [null, .. Enum.GetValues<InstancePhase>().Cast<InstancePhase?>()];

    // The published life of an instance, written down a second time.
    private const string Published = """
        (new) PROVISIONING
        PROVISIONING STAGING TERMINATED
        STAGING RUNNING STOPPING
        RUNNING STOPPING SUSPENDING REPAIRING
        STOPPING TERMINATED
        SUSPENDING SUSPENDED
        TERMINATED STAGING
        SUSPENDED STAGING STOPPING
        REPAIRING STAGING STOPPING
        """;

    public static TheoryData<InstancePhase?, Goal, MachineState> Triples()
    {
        var triples = new TheoryData<InstancePhase?, Goal, MachineState>();
        foreach (var phase in Phases)
        {
            foreach (var goal in Enum.GetValues<Goal>())
            {
                foreach (var seen in Enum.GetValues<MachineState>())
                {
                    triples.Add(phase, goal, seen);
                }
            }
        }

        return triples;
    }

    [Fact]
    public void The_edges_are_the_published_ones()
    {
        var published = Published.Split('\n').Select(line => line.Trim().Split(' '))
            .SelectMany(words => words.Skip(1).Select(to => (words[0], to))).ToHashSet();
        var edges = InstanceLifecycle.Edges.Select(e => (e.From?.ToString().ToUpperInvariant() ?? "(new)", e.To.ToString().ToUpperInvariant())).ToHashSet();
        Assert.Equal(published.Order(), edges.Order());
    }

    [Fact]
    public void Every_edge_is_taken_by_some_triple()
    {
        var taken = Triples().Select(t => ((InstancePhase?)t[0], Step: InstanceLifecycle.Next((InstancePhase?)t[0], (Goal)t[1]!, (MachineState)t[2]!)))
            .Where(t => t.Step is Step.Enter).Select(t => (t.Item1, ((Step.Enter)t.Step).Phase)).ToHashSet();
        Assert.True(InstanceLifecycle.Edges.SetEquals(taken));
    }

    [Theory]
    [MemberData(nameof(Triples))]
    public void A_step_keeps_the_laws(InstancePhase? phase, Goal goal, MachineState seen)
    {
        var step = InstanceLifecycle.Next(phase, goal, seen);

        if (step is Step.Enter enter)
        {
            Assert.True(InstanceLifecycle.Edges.Contains((phase, enter.Phase)), "no such edge");
        }

        if (goal is Goal.Stopped or Goal.Deleted)
        {
            Assert.False(step.Action is { PowersOn: true }, "what shall be off or gone is not powered on");
        }

        if (step.Action is Verb.Create)
        {
            Assert.Equal(MachineState.Absent, seen);
        }

        if (step.Action is Verb.SetPower)
        {
            Assert.NotEqual(MachineState.Absent, seen);
        }

        if (step.Action is Verb.Delete || step is Step.Finish)
        {
            Assert.Equal(Goal.Deleted, goal);
        }

        Assert.Equal(IsAtRest(phase, goal, seen), step is Step.Settled);
    }

    [Theory]
    [MemberData(nameof(Triples))]
    public void From_anywhere_the_goal_is_reached_on_a_machine_that_obeys(InstancePhase? phase, Goal goal, MachineState seen)
    {
        for (var steps = 0; steps < 20; steps++)
        {
            // A power cycle is asked for once.
            var step = InstanceLifecycle.Next(phase, goal, seen);
            if (step is Step.Settled or Step.Finish)
            {
                return;
            }

            if (goal == Goal.PowerCycle && step is Step.Enter { Phase: InstancePhase.Stopping })
            {
                goal = Goal.Running;
            }

            phase = step is Step.Enter enter ? enter.Phase : phase;
            seen = step.Action is { } verb ? Obeyed(verb) : Arrived(seen);
        }

        Assert.Fail($"not there after 20 steps: {phase}, {seen}");
    }

    private static bool IsAtRest(InstancePhase? phase, Goal goal, MachineState seen) => (phase, goal, seen) switch
    {
        (InstancePhase.Running, Goal.Running, MachineState.Running) => true,
        (InstancePhase.Terminated, Goal.Stopped, MachineState.Stopped or MachineState.Absent) => true,
        (InstancePhase.Suspended, Goal.Suspended, MachineState.Suspended) => true,
        _ => false,
    };

    private static MachineState Obeyed(Verb verb) => verb switch
    {
        Verb.SetPower { Target: PowerState.Stopped } => MachineState.Stopping,
        Verb.SetPower { Target: PowerState.Suspended } => MachineState.Suspending,
        Verb.Delete => MachineState.Absent,
        _ => MachineState.Starting,
    };

    private static MachineState Arrived(MachineState seen) => seen switch
    {
        MachineState.Starting => MachineState.Running,
        MachineState.Stopping => MachineState.Stopped,
        MachineState.Suspending => MachineState.Suspended,
        _ => seen,
    };
}

using System.Text.Json;
using ComputeOperator.Compute.Lifecycle;
using ComputeOperator.Compute.Tenants;
using ComputeOperator.Entities.V1;
using ComputeOperator.Kubernetes.Meta;
using ComputeOperator.Providers.Simulated;

namespace ComputeOperator.Compute.Tests.Life;

/// <summary>Any interleaving of wants, faults, vandalism and crashes.</summary>
public sealed class AnyLifeTests
{
    private static readonly TimeSpan LongestGrace = TimeSpan.FromSeconds(40);

    // Of a suspend under way and of the removal, with jitter and a failed removal's first pauses.
    private static readonly TimeSpan LongestDelays = TimeSpan.FromSeconds(20);

    public static TheoryData<int> Seeds() => [.. Enumerable.Range(0, 40)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Converges_and_takes_only_edges_of_the_table(int seed)
    {
        for (var run = 0; run < 25; run++)
        {
            var random = new Random((seed * 1000) + run);
            var world = new World(RandomOptions(random), new InstanceSpec { MachineType = "small", PowerState = Any<PowerState>(random) });
            for (var moves = random.Next(5, 60); moves > 0 && !world.Gone; moves--)
            {
                await MoveAsync(world, random);
            }

            await EndAsync(world, random);
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Nothing_but_removing_the_machine_holds_up_a_deletion(int seed)
    {
        for (var run = 0; run < 25; run++)
        {
            var random = new Random((seed * 1000) + run);
            var world = new World(RandomOptions(random), new InstanceSpec { MachineType = "small", PowerState = Any<PowerState>(random) });
            for (var moves = random.Next(5, 60); moves > 0 && !world.Gone; moves--)
            {
                await MoveAsync(world, random);
            }

            world.Annotate("fail", $"{AnyStepButDelete(random)}=always");
            world.Annotate("hang", random.Next(2) == 0 ? null : AnyStepButDelete(random));
            await LookAsync(world, random);
            var begun = world.Now;
            world.Delete();
            await (world.Gone ? Task.CompletedTask : world.SettleAsync());
            Assert.True(world.Gone);
            Assert.InRange(world.Now - begun, TimeSpan.Zero, LongestGrace + LongestDelays);
        }
    }

    private static async Task EndAsync(World world, Random random)
    {
        foreach (var fault in new[] { "fail", "hang", "gone", "die-after", "delay" })
        {
            world.Annotate(fault, null);
        }

        world.Tenancy = null;
        world.MachineTypes["large"] = world.MachineTypes["small"] with { };
        if (random.Next(3) == 0)
        {
            world.Delete();
        }

        if (!world.Gone)
        {
            await world.SettleAsync();
        }

        if (world.Instance.Metadata.IsDeleting())
        {
            Assert.True(world.Gone);
        }
        else
        {
            Assert.Equal(Target(world.Instance.Spec.PowerState), world.Status.Phase);
            Assert.Equal(ConditionStatus.True, world.Status.Conditions!.Single(c => c.Type == InstanceConditions.Ready).Status);
            Assert.Null(world.Status.Retry);
            var writes = world.Writes;
            await world.PassAsync();
            await world.PassAsync();
            Assert.Equal(writes, world.Writes);
        }
    }

    private static async Task MoveAsync(World world, Random random)
    {
        switch (random.Next(17))
        {
            case 0: world.ChangeSpec(s => s with { PowerState = Any<PowerState>(random) }); break;
            case 1: world.ChangeSpec(s => s with { RestartedAt = world.Now.AddSeconds(random.Next(-100, 100)), RestartMode = Any<RestartMode>(random) }); break;
            case 2: world.ChangeSpec(s => s with { MachineType = random.Next(2) == 0 ? "small" : "large" }); break;
            case 3: world.ChangeSpec(s => s with { StopPolicy = new StopPolicy { Mode = Any<StopMode>(random), GracePeriodSeconds = random.Next(0, 40) } }); break;
            case 4: world.Annotate("fail", random.Next(2) == 0 ? null : $"{AnyStep(random)}={random.Next(1, 4)}"); break;
            case 5: world.Annotate("hang", random.Next(2) == 0 ? null : AnyStep(random)); break;
            case 6: world.Annotate("die-after", random.Next(2) == 0 ? null : $"{random.Next(1, 20)}s"); break;
            case 7: if (!world.MachineTypes.Remove("large")) { world.MachineTypes["large"] = world.MachineTypes["small"]; } break;
            case 8: world.Vandalize(s => s with { ProviderState = null }); break;
            case 9: await CorruptAsync(world, random); break;
            case 10: if (random.Next(12) == 0) { world.Delete(); } break;
            case 11: world.Now += TimeSpan.FromSeconds(random.Next(0, 60)); break;
            case 12: world.Tenancy = Any(random, null, new Admission.Undecided(), new Admission.Waiting("no room"), Refused(RefusalReason.NamespaceNotAllowed), Refused(RefusalReason.TenantSuspended)); break;
            default: await LookAsync(world, random); break;
        }
    }

    private static async Task LookAsync(World world, Random random)
    {
        for (var looks = random.Next(1, 6); looks > 0 && !world.Gone; looks--)
        {
            var from = world.Instance.Status?.Phase;
            await world.PassAsync(crash: random.Next(5) == 0);
            world.Now += TimeSpan.FromMilliseconds(random.Next(0, 3000));
            var to = world.Instance.Status?.Phase;
            Assert.True(to == from || InstanceLifecycle.Edges.Contains((from, to!.Value)), $"{from} -> {to} is no edge");
        }
    }

    private static Task CorruptAsync(World world, Random random)
    {
        switch (random.Next(3))
        {
            case 0: world.Vandalize(s => s with { Phase = Any<InstancePhase>(random) }); break;
            case 1: world.Vandalize(s => s with { ProviderState = JsonDocument.Parse("""{"state":"nonsense","uid":3}""").RootElement, Conditions = null }); break;
            default: world.Vandalize(_ => null); break;
        }

        return Task.CompletedTask;
    }

    private static SimulatedProviderOptions RandomOptions(Random random) => new()
    {
        CreateDelay = TimeSpan.FromSeconds(random.Next(0, 3)),
        StopDelay = TimeSpan.FromSeconds(random.Next(0, 60)),
        SuspendDelay = TimeSpan.FromSeconds(random.Next(0, 3)),
        DeleteDelay = TimeSpan.FromSeconds(random.Next(0, 3)),
        Jitter = random.NextDouble(),
    };

    private static InstancePhase Target(PowerState wanted) => wanted switch
    {
        PowerState.Running => InstancePhase.Running,
        PowerState.Stopped => InstancePhase.Terminated,
        PowerState.Suspended => InstancePhase.Suspended,
    };

    private static T Any<T>(Random random)
        where T : struct, Enum => Enum.GetValues<T>()[random.Next(Enum.GetValues<T>().Length)];

    private static Admission? Any(Random random, params Admission?[] answers) => answers[random.Next(answers.Length)];

    private static Admission.Refused Refused(RefusalReason reason) => new(reason, "refused");

    private static string AnyStepButDelete(Random random)
    {
        string step;
        do
        {
            step = AnyStep(random);
        }
        while (step == "delete");
        return step;
    }

    private static string AnyStep(Random random) => Any<SimulatedStep>(random).ToString().ToLowerInvariant();
}

using System.Text.Json;
using ComputeOperator.Compute.Events;
using ComputeOperator.Compute.Lifecycle;
using ComputeOperator.Compute.Planning;
using ComputeOperator.Compute.Status;
using ComputeOperator.Compute.Tenants;
using ComputeOperator.Entities;
using ComputeOperator.Entities.V1;
using ComputeOperator.Kubernetes.Meta;
using ComputeOperator.Providers.Simulated;

namespace ComputeOperator.Compute.Tests.Life;

/// <summary>One instance, a clock, a simulated machine, and an operator that can be made to crash before it persists.</summary>
internal sealed class World
{
    private static readonly MachineTypeSpec Small = new() { Vcpus = new(1), Memory = new(1073741824m, binary: true) };
    private static readonly MachineTypeSpec Large = new() { Vcpus = new(4), Memory = new(8589934592m, binary: true) };
    private readonly List<(InstancePhase? From, InstancePhase To)> _edges = [];
    private readonly List<InstanceEvent> _events = [];

    public World(SimulatedProviderOptions? options = null, InstanceSpec? spec = null)
    {
        Provider = new SimulatedProvider(options ?? new SimulatedProviderOptions());
        Instance = new Instance
        {
            Metadata = new ObjectMeta { Name = "web-1", Namespace = "team-a", Uid = "5b0f3c6e-1111-4222-8333-444455556666", Generation = 1, Finalizers = [ComputeApi.ForceStopFinalizer] },
            Spec = spec ?? new InstanceSpec { MachineType = "small" },
        };
    }

    /// <summary>Machines that take no time.</summary>
    public static SimulatedProviderOptions Instant { get; } = new() { CreateDelay = TimeSpan.Zero, RestartDelay = TimeSpan.Zero };

    public SimulatedProvider Provider { get; }

    public DateTimeOffset Now { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public Instance Instance { get; private set; }

    public InstanceStatus Status => Instance.Status ?? new InstanceStatus();

    public bool Gone { get; private set; }

    /// <summary>Whether the operator leads.</summary>
    public bool MayAct { get; set; } = true;

    public int Writes { get; private set; }

    public Dictionary<string, MachineTypeSpec> MachineTypes { get; } = new() { ["small"] = Small, ["large"] = Large };

    public IReadOnlyList<string> Children { get; set; } = [];

    public ParentFinding Parent { get; set; } = new ParentFinding.Fine();

    /// <summary>What the tenant says instead of giving everything that is asked for.</summary>
    public Admission? Tenancy { get; set; }

    public IReadOnlyList<(InstancePhase? From, InstancePhase To)> Edges => _edges;

    /// <summary>What users were told.</summary>
    public IReadOnlyList<InstanceEvent> Events => _events;

    public IEnumerable<InstancePhase> Visited => _edges.Select(e => e.To);

    /// <summary>A world whose instance runs.</summary>
    public static async Task<World> RunningAsync(SimulatedProviderOptions? options = null)
    {
        var world = new World(options ?? Instant);
        await world.SettleAsync();
        Assert.Equal(InstancePhase.Running, world.Status.Phase);
        return world;
    }

    public Condition? Condition(string type) => Status.Conditions!.FirstOrDefault(c => c.Type == type);

    public bool Holds(string type) => Condition(type)?.Status == ConditionStatus.True;

    public void ChangeSpec(Func<InstanceSpec, InstanceSpec> change) => Instance = Instance with
    {
        Spec = change(Instance.Spec),
        Metadata = Instance.Metadata with { Generation = Instance.Metadata.Generation + 1 },
    };

    public void Annotate(string key, string? value) => SetAnnotation("simulate.compute.iaas.dev/" + key, value);

    /// <summary>The machine dies a second after each start, and goes on doing so; returns after it has been seen dead so often.</summary>
    public async Task KeepDyingAsync(int times)
    {
        Annotate("die-after", "1s");
        Annotate("die-times", "100");
        for (var deaths = 0; deaths < times; deaths++)
        {
            await SettleAsync();
            Now += TimeSpan.FromSeconds(1);
            await PassAsync();
        }
    }

    /// <summary>Sets an annotation by its full name; null removes it.</summary>
    public void SetAnnotation(string key, string? value)
    {
        var annotations = new Dictionary<string, string>(Instance.Metadata.Annotations ?? new Dictionary<string, string>());
        annotations.Remove(key);
        if (value is not null)
        {
            annotations[key] = value;
        }

        Instance = Instance with { Metadata = Instance.Metadata with { Annotations = annotations } };
    }

    public void Delete() => Instance = Instance with
    {
        Metadata = Instance.Metadata with { DeletionTimestamp = Instance.Metadata.DeletionTimestamp ?? Now, Generation = Instance.Metadata.Generation + 1 },
    };

    /// <summary>Somebody else holds the object too.</summary>
    public void Hold(string finalizer) => Instance = Instance with
    {
        Metadata = Instance.Metadata with { Finalizers = [.. Instance.Metadata.Finalizers!, finalizer] },
    };

    /// <summary>Somebody else writes into status.</summary>
    public void Vandalize(Func<InstanceStatus, InstanceStatus?> change) => Instance = Instance with { Status = change(Status) };

    /// <summary>One look; what it led to is lost when the operator crashes before persisting.</summary>
    public async Task<PassResult> PassAsync(bool crash = false)
    {
        var references = new References
        {
            ProviderName = Status.Provider ?? Instance.Spec.Provider ?? "simulated",
            Provider = (Instance.Spec.Provider ?? "simulated") == "simulated" ? Provider.Capabilities : null,
            KnownProviders = ["simulated"],
            MachineType = MachineTypes.GetValueOrDefault(Instance.Spec.MachineType),
            KnownMachineTypes = [.. MachineTypes.Keys],
            Parent = Parent,
            Children = Instance.Metadata.IsDeleting() ? Children : [],
        };
        references = references with { Admission = Tenancy ?? Granted(references) };
        var pass = await InstancePass.RunAsync(Instance, references, references.Provider is null ? null : Provider, Now, () => MayAct, CancellationToken.None);
        if (!crash)
        {
            Persist(pass);
        }

        return pass;
    }

    /// <summary>Looks until nothing is left to do, moving the clock to when the next look is due.</summary>
    public async Task<PassResult> SettleAsync(int most = 400)
    {
        PassResult? pass = null;
        for (var looks = 0; looks < most; looks++)
        {
            pass = await PassAsync();
            if (Gone || pass.Plan.Step is Step.Settled or Step.Blocked or Step.AwaitRoom or Step.AwaitChildren)
            {
                return pass;
            }

            Now += Pause(pass);
        }

        Assert.Fail($"not settled after {most} looks: {pass!.Plan}, {JsonSerializer.Serialize(Status, EntitiesJsonContext.Default.InstanceStatus)}");
        return pass;
    }

    private Admission Granted(References references)
    {
        var (shown, request) = (Instance.Status?.Reservation, AdmissionRequest.Of(Instance, references));
        return request is not null
            ? new Admission.Reserved { Has = ResourceAmounts.Max(ResourceAmounts.Of(shown), request.Need).ToReservation(shown?.Credits ?? request.Need.Cost) }
            : shown is null ? new Admission.Undecided() : new Admission.Reserved { Has = shown };
    }

    private TimeSpan Pause(PassResult pass)
    {
        if (pass.Status.Retry is { } retry && (pass.Outcome is Outcome.Failed || pass.Plan.Step is Step.BackOff) && retry.NextRetryTime > Now)
        {
            return retry.NextRetryTime - Now;
        }

        return pass.Plan.Step is Step.Wait wait ? (wait.For ?? TimeSpan.FromSeconds(30)) : TimeSpan.FromMilliseconds(1);
    }

    private void Persist(PassResult pass)
    {
        if (pass.Finished)
        {
            Gone = true;
            _events.AddRange(InstanceEvents.Of(pass.Situation, pass.Plan, pass.Outcome, pass.Status));
            Remain(pass);
            return;
        }

        var before = Json(Status);
        // Through JSON, as the API server would return it.
        var after = JsonSerializer.Deserialize(Json(pass.Status), EntitiesJsonContext.Default.InstanceStatus)!;
        if (before != Json(after))
        {
            Writes++;
        }

        if (after.Phase is { } to && to != Instance.Status?.Phase)
        {
            _edges.Add((Instance.Status?.Phase, to));
        }

        _events.AddRange(InstanceEvents.Of(pass.Situation, pass.Plan, pass.Outcome, pass.Status));
        StatusLaws.Check(Instance, after);
        Assert.False(pass.Plan.Step is Step.Settled && OperationLog.Active(after) is not null, "at rest, and an operation is under way");
        Instance = Instance with { Status = after };
    }

    private void Remain(PassResult pass)
    {
        if (GoneProjection.Of(pass) is { } last)
        {
            StatusLaws.Check(Instance, last);
            Instance = Instance with { Status = last };
        }
    }

    private static string Json(InstanceStatus status) => JsonSerializer.Serialize(status, EntitiesJsonContext.Default.InstanceStatus);
}

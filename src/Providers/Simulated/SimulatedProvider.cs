using System.Runtime.CompilerServices;
using System.Text.Json;
using ComputeOperator.Compute.Lifecycle;
using ComputeOperator.Compute.Providers;
using ComputeOperator.Compute.Status;
using ComputeOperator.Entities.V1;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Providers.Simulated;

/// <summary>
/// A provider without machines. All it knows is in <c>status.providerState</c>, so that a restart of the operator loses
/// nothing; where a machine is on its way is a matter of the clock alone.
/// </summary>
public sealed class SimulatedProvider(SimulatedProviderOptions options) : IInstanceProvider
{
    /// <summary>The name in <c>spec.provider</c>.</summary>
    public const string ProviderName = "simulated";

    /// <inheritdoc/>
    public string Name => ProviderName;

    /// <inheritdoc/>
    public ProviderCapabilities Capabilities { get; } = new(options.Suspend, options.HardReset, RequiresImage: false)
    {
        Annotations = SimulatedScript.Annotations,
    };

    /// <inheritdoc/>
    public ValueTask<Observation> ObserveAsync(MachineRequest request, CancellationToken cancellation)
    {
        var script = Script(request);
        var machine = Machine(request, script);
        if (machine is null)
        {
            return ValueTask.FromResult(Observation.None);
        }

        if (machine.Hangs || !HasArrived(machine, request.Now))
        {
            return ValueTask.FromResult(new Observation(OnTheWay(machine.State)) { RecheckAfter = machine.Until - request.Now });
        }

        return ValueTask.FromResult(machine.State == MachineState.Running ? Running(machine, script, request) : new Observation(machine.State));
    }

    /// <inheritdoc/>
    public ValueTask<JsonElement?> CreateAsync(MachineRequest request, CancellationToken cancellation)
    {
        var script = Script(request);
        if (script.IsGone())
        {
            throw new ProviderException("SimulatedFault", "simulated fault: the machine vanishes as soon as it is made");
        }

        if (Machine(request, script) is { State: not MachineState.Absent } existing)
        {
            return Remember(existing);
        }

        return Remember(On(SimulatedStep.Create, new SimulatedMachine { Uid = request.Uid, State = MachineState.Running }, request, script));
    }

    /// <inheritdoc/>
    public ValueTask<JsonElement?> SetPowerAsync(MachineRequest request, PowerState target, bool force, CancellationToken cancellation)
    {
        var script = Script(request);
        if (Machine(request, script) is not { } machine)
        {
            throw new ProviderException("MachineNotFound", "the simulated machine does not exist");
        }

        return Remember(target switch
        {
            PowerState.Running => PowerOn(machine, request, script),
            PowerState.Stopped when force => machine with { State = MachineState.Stopped, Until = null, Hangs = false, RunningSince = null },
            PowerState.Stopped => Move(machine, MachineState.Stopped, SimulatedStep.Stop, request, script),
            PowerState.Suspended => Move(machine, MachineState.Suspended, SimulatedStep.Suspend, request, script),
        });
    }

    /// <inheritdoc/>
    public ValueTask<JsonElement?> ResetAsync(MachineRequest request, string token, CancellationToken cancellation)
    {
        var script = Script(request);
        if (Machine(request, script) is not { } machine)
        {
            throw new ProviderException("MachineNotFound", "the simulated machine does not exist");
        }

        return Remember(machine.ResetToken == token
            ? machine
            : On(SimulatedStep.Restart, machine with { ResetToken = token }, request, script));
    }

    /// <inheritdoc/>
    public ValueTask<JsonElement?> DeleteAsync(MachineRequest request, CancellationToken cancellation)
    {
        var script = Script(request);
        if (Machine(request, script) is not { } machine)
        {
            return ValueTask.FromResult<JsonElement?>(null);
        }

        if (machine.State == MachineState.Absent)
        {
            return Remember(machine);
        }

        var removed = Move(machine, MachineState.Absent, SimulatedStep.Delete, request, script);
        return removed.Until is null && !removed.Hangs ? ValueTask.FromResult<JsonElement?>(null) : Remember(removed);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ResourceKey> ChangesAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        // Nothing happens to a simulated machine but by the clock, and observations say when to look again.
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);
        yield break;
    }

    private SimulatedScript Script(MachineRequest request) => new(request, options);

    // What hangs does so for as long as an annotation says it.
    private static SimulatedMachine? Machine(MachineRequest request, SimulatedScript script) =>
        script.IsGone() ? null
        : SimulatedMachine.Read(request.State, request.Uid) is not { } machine ? null
        : machine with { Hangs = machine.Hangs && script.HangsAnywhere };

    private static Observation Running(SimulatedMachine machine, SimulatedScript script, MachineRequest request)
    {
        var left = LifetimeLeft(machine, script, request);
        return left <= TimeSpan.Zero
            ? new Observation(MachineState.Failed) { Message = "simulated fault: the machine died" }
            : new Observation(MachineState.Running) { RecheckAfter = left, Addresses = [Address(request.Uid)] };
    }

    private static SimulatedMachine PowerOn(SimulatedMachine machine, MachineRequest request, SimulatedScript script)
    {
        if (machine.State == MachineState.Running && !Died(machine, script, request))
        {
            return machine;
        }

        var step = (machine.State, request.Restarting) switch
        {
            (MachineState.Suspended, _) => SimulatedStep.Resume,
            (_, true) => SimulatedStep.Restart,
            _ => SimulatedStep.Start,
        };
        return On(step, machine with { Deaths = machine.Deaths + (machine.State == MachineState.Running ? 1 : 0) }, request, script);
    }

    private static bool Died(SimulatedMachine machine, SimulatedScript script, MachineRequest request) =>
        LifetimeLeft(machine, script, request) <= TimeSpan.Zero;

    // Whatever somebody wrote as the time: the difference of two is always a duration, their sum with one not always a time.
    private static TimeSpan? LifetimeLeft(SimulatedMachine machine, SimulatedScript script, MachineRequest request) =>
        script.Lifetime(machine.Deaths) is { } lifetime ? lifetime - (request.Now - (machine.RunningSince ?? request.Now)) : null;

    // What would take longer than anything can was begun by a clock since set back.
    private static bool HasArrived(SimulatedMachine machine, DateTimeOffset now) =>
        machine.Until is not { } until || until <= now || until - now > SimulatedScript.LongestDuration * 2;

    private static SimulatedMachine On(SimulatedStep step, SimulatedMachine machine, MachineRequest request, SimulatedScript script)
    {
        var moved = Move(machine with { State = MachineState.Starting }, MachineState.Running, step, request, script);
        return moved with { RunningSince = moved.Until ?? Instants.Milliseconds(request.Now) };
    }

    private static SimulatedMachine Move(
        SimulatedMachine machine, MachineState to, SimulatedStep step, MachineRequest request, SimulatedScript script)
    {
        if (machine.State == to)
        {
            return machine;
        }

        script.ThrowIfFailing(step, request.FailedAttempts);
        var delay = script.DelayOf(step, request.Now);
        var hangs = script.Hangs(step);
        return machine with
        {
            State = to,
            Hangs = hangs,
            Until = !hangs && delay > TimeSpan.Zero ? Instants.Milliseconds(request.Now + delay) : null,
            RunningSince = null,
        };
    }

    private static MachineState OnTheWay(MachineState to) => to switch
    {
        MachineState.Running or MachineState.Starting => MachineState.Starting,
        MachineState.Suspended or MachineState.Suspending => MachineState.Suspending,
        MachineState.Stopped or MachineState.Stopping or MachineState.Absent or MachineState.Failed => MachineState.Stopping,
    };

    // 10.0.0.0/8 without network and broadcast addresses; two machines may share one: nothing is ever sent there.
    private static InstanceAddress Address(string uid)
    {
        var host = InstanceIdentity.Hash(uid + "/address");
        return new() { Type = AddressType.InternalIP, Address = $"10.{(byte)(host >> 16)}.{(byte)(host >> 8)}.{(byte)host % 254 + 1}" };
    }

    private static ValueTask<JsonElement?> Remember(SimulatedMachine machine) => ValueTask.FromResult<JsonElement?>(machine.ToJson());
}

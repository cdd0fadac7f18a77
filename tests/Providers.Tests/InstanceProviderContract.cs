using System.Text.Json;
using ComputeOperator.Compute.Lifecycle;
using ComputeOperator.Compute.Providers;
using ComputeOperator.Entities.V1;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Providers.Tests;

/// <summary>
/// What every provider must do, whatever runs its machines. Derive, say how to make one and how to let time pass, and all of this runs
/// against it.
/// </summary>
public abstract class InstanceProviderContract
{
    private static readonly PoweredMachineType Shape = new()
    {
        Name = "small",
        Vcpus = new(1),
        Memory = new(1073741824m, binary: true),
        Disk = new(10737418240m, binary: true),
    };

    private Instance _instance = new()
    {
        Metadata = new ObjectMeta { Name = "web-1", Namespace = "team-a", Uid = Guid.NewGuid().ToString(), Generation = 1 },
        Spec = new InstanceSpec { MachineType = "small", Image = "busybox" },
    };

    /// <summary>The provider under test, new for each test.</summary>
    protected abstract IInstanceProvider Provider { get; }

    /// <summary>The uid of the Instance.</summary>
    protected string Uid => _instance.Metadata.Uid!;

    /// <summary>The time that requests carry.</summary>
    protected abstract DateTimeOffset Now { get; }

    /// <summary>Waits, or moves a clock, until the machine may have gone on.</summary>
    protected abstract Task PassTimeAsync();

    [Fact]
    public async Task Before_it_is_made_there_is_no_machine() => Assert.Equal(MachineState.Absent, (await ObserveAsync()).State);

    [Fact]
    public async Task A_machine_that_is_made_runs_and_has_an_address()
    {
        await CreateAsync();
        await ArrivesAsync(MachineState.Running);
        Assert.NotEmpty((await ObserveAsync()).Addresses!);
    }

    [Fact]
    public async Task Making_it_twice_makes_one()
    {
        await CreateAsync();
        await ArrivesAsync(MachineState.Running);
        await CreateAsync();
        Assert.Equal(MachineState.Running, (await ObserveAsync()).State);
    }

    [Fact]
    public async Task Stop_and_start()
    {
        await RunningAsync();
        await SetPowerAsync(PowerState.Stopped);
        await ArrivesAsync(MachineState.Stopped);
        await SetPowerAsync(PowerState.Stopped);
        Assert.Equal(MachineState.Stopped, (await ObserveAsync()).State);
        await SetPowerAsync(PowerState.Running);
        await ArrivesAsync(MachineState.Running);
    }

    [Fact]
    public async Task A_forced_stop_stops_it_whatever_it_does()
    {
        await CreateAsync();
        await SetPowerAsync(PowerState.Stopped, force: true);
        await ArrivesAsync(MachineState.Stopped);
    }

    [Fact]
    public async Task Suspend_and_resume_where_it_can()
    {
        if (!Provider.Capabilities.Suspend)
        {
            return;
        }

        await RunningAsync();
        await SetPowerAsync(PowerState.Suspended);
        await ArrivesAsync(MachineState.Suspended);
        await SetPowerAsync(PowerState.Running);
        await ArrivesAsync(MachineState.Running);
    }

    [Fact]
    public async Task A_reset_comes_back_and_happens_once_per_token()
    {
        if (!Provider.Capabilities.HardReset)
        {
            return;
        }

        await RunningAsync();
        await ResetAsync("first");
        await ArrivesAsync(MachineState.Running);
        await ResetAsync("first");
        Assert.Equal(MachineState.Running, (await ObserveAsync()).State);
    }

    [Theory]
    [InlineData(PowerState.Running)]
    [InlineData(PowerState.Stopped)]
    public async Task It_can_be_removed_in_any_state_and_twice(PowerState state)
    {
        await RunningAsync();
        await SetPowerAsync(state);
        await DeleteAsync();
        await ArrivesAsync(MachineState.Absent);
        await DeleteAsync();
        Assert.Equal(MachineState.Absent, (await ObserveAsync()).State);
    }

    [Fact]
    public async Task What_is_asked_of_a_machine_that_is_not_there_is_explained()
    {
        await Assert.ThrowsAsync<ProviderException>(async () => await SetPowerAsync(PowerState.Running));
        await DeleteAsync();
    }

    [Fact]
    public async Task Another_instance_of_the_same_name_has_another_machine()
    {
        await RunningAsync();
        _instance = _instance with { Metadata = _instance.Metadata with { Uid = Guid.NewGuid().ToString() } };
        Assert.Equal(MachineState.Absent, (await ObserveAsync()).State);
    }

    [Fact]
    public async Task Observing_changes_nothing()
    {
        await RunningAsync();
        var first = await ObserveAsync();
        var second = await ObserveAsync();
        Assert.Equal(first.State, second.State);
        Assert.Equal(first.Addresses!, second.Addresses!);
    }

    /// <summary>Annotates the Instance, for providers that read annotations.</summary>
    protected void Annotate(string key, string value) => _instance = _instance with
    {
        Metadata = _instance.Metadata with { Annotations = new Dictionary<string, string>(_instance.Metadata.Annotations ?? new Dictionary<string, string>()) { [key] = value } },
    };

    /// <summary>Marks the Instance as being deleted.</summary>
    protected void BeginDeletion() => _instance = _instance with { Metadata = _instance.Metadata with { DeletionTimestamp = Now } };

    /// <summary>Looks at the machine.</summary>
    protected async Task<Observation> ObserveAsync() => await Provider.ObserveAsync(Request(), CancellationToken.None);

    /// <summary>Makes a machine that runs.</summary>
    protected async Task RunningAsync()
    {
        await CreateAsync();
        await ArrivesAsync(MachineState.Running);
    }

    /// <summary>Asks for the machine to be made.</summary>
    protected Task CreateAsync(int failedAttempts = 0) =>
        RememberAsync(Provider.CreateAsync(Request() with { FailedAttempts = failedAttempts }, CancellationToken.None));

    /// <summary>Asks for a power state.</summary>
    protected Task SetPowerAsync(PowerState target, bool force = false) =>
        RememberAsync(Provider.SetPowerAsync(Request(), target, force, CancellationToken.None));

    /// <summary>Asks for a reset.</summary>
    protected Task ResetAsync(string token) => RememberAsync(Provider.ResetAsync(Request(), token, CancellationToken.None));

    /// <summary>Asks for the machine to be removed.</summary>
    protected Task DeleteAsync() => RememberAsync(Provider.DeleteAsync(Request(), CancellationToken.None));

    /// <summary>Lets time pass until the machine is in that state.</summary>
    protected async Task ArrivesAsync(MachineState state)
    {
        for (var looks = 0; looks < 600; looks++)
        {
            if ((await ObserveAsync()).State == state)
            {
                return;
            }

            await PassTimeAsync();
        }

        Assert.Fail($"never {state}: {(await ObserveAsync()).State}");
    }

    /// <summary>Puts a state into the status, whoever wrote it.</summary>
    protected void Remember(JsonElement? state) => _instance = _instance with { Status = new InstanceStatus { ProviderState = state } };

    private MachineRequest Request() => new(_instance, Now) { Shape = Shape };

    // As the operator does: what a verb returns is in the status of the next request.
    private async Task RememberAsync(ValueTask<JsonElement?> verb)
    {
        var state = await verb;
        Remember(state);
    }
}

using System.Text.Json;
using ComputeOperator.Compute.Lifecycle;
using ComputeOperator.Compute.Providers;
using ComputeOperator.Entities.V1;
using ComputeOperator.Providers.Simulated;

namespace ComputeOperator.Providers.Tests.Simulated;

public sealed class SimulatedProviderTests : InstanceProviderContract
{
    private const string Prefix = "simulate.compute.iaas.dev/";
    private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    protected override IInstanceProvider Provider { get; } = new SimulatedProvider(new SimulatedProviderOptions());

    protected override DateTimeOffset Now => _now;

    [Theory]
    [InlineData(null, 2000)]
    [InlineData("create=5s", 5000)]
    [InlineData("stop=9s, create=250ms", 250)]
    [InlineData("create=1.5m", 90000)]
    public async Task Making_a_machine_takes_as_long_as_it_says(string? delay, int milliseconds)
    {
        if (delay is not null)
        {
            Annotate(Prefix + "delay", delay);
        }

        await CreateAsync();
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), (await ObserveAsync()).RecheckAfter);
        _now += TimeSpan.FromMilliseconds(milliseconds - 1);
        Assert.Equal(MachineState.Starting, (await ObserveAsync()).State);
        _now += TimeSpan.FromMilliseconds(1);
        Assert.Equal(MachineState.Running, (await ObserveAsync()).State);
    }

    [Fact]
    public async Task Jitter_stays_within_its_bounds()
    {
        Annotate(Prefix + "jitter", "0.5");
        await CreateAsync();
        Assert.InRange((await ObserveAsync()).RecheckAfter!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task A_step_fails_as_often_as_asked()
    {
        Annotate(Prefix + "fail", "create=2");
        await Assert.ThrowsAsync<ProviderException>(() => CreateAsync(0));
        await Assert.ThrowsAsync<ProviderException>(() => CreateAsync(1));
        await CreateAsync(2);
    }

    [Fact]
    public async Task A_step_that_always_fails_is_permanent()
    {
        Annotate(Prefix + "fail", "create=always");
        Assert.True((await Assert.ThrowsAsync<ProviderException>(() => CreateAsync())).IsPermanent);
    }

    [Fact]
    public async Task A_hanging_stop_never_ends_but_by_force()
    {
        await RunningAsync();
        Annotate(Prefix + "hang", "stop");
        await SetPowerAsync(PowerState.Stopped);
        _now += TimeSpan.FromDays(1);
        Assert.Equal(MachineState.Stopping, (await ObserveAsync()).State);
        await SetPowerAsync(PowerState.Stopped, force: true);
        Assert.Equal(MachineState.Stopped, (await ObserveAsync()).State);
    }

    [Fact]
    public async Task It_dies_when_told_to_and_as_often()
    {
        Annotate(Prefix + "die-after", "10s");
        await RunningAsync();
        Assert.Equal(TimeSpan.FromSeconds(10), (await ObserveAsync()).RecheckAfter);
        _now += TimeSpan.FromSeconds(10);
        Assert.Equal(MachineState.Failed, (await ObserveAsync()).State);
        await SetPowerAsync(PowerState.Running);
        await ArrivesAsync(MachineState.Running);
        _now += TimeSpan.FromHours(1);
        Assert.Equal(MachineState.Running, (await ObserveAsync()).State);
    }

    [Fact]
    public async Task It_can_be_gone_without_a_trace()
    {
        await RunningAsync();
        Annotate(Prefix + "gone", "true");
        Assert.Equal(MachineState.Absent, (await ObserveAsync()).State);
    }

    [Theory]
    [InlineData("42")]
    [InlineData("-1")]
    [InlineData("\"Sideways\"")]
    [InlineData("null")]
    public async Task A_state_that_somebody_made_up_is_no_machine(string state)
    {
        await RunningAsync();
        Remember(JsonSerializer.Deserialize<JsonElement>($$"""{"uid":"{{Uid}}","state":{{state}}}"""));
        Assert.Equal(MachineState.Absent, (await ObserveAsync()).State);
        await CreateAsync();
        await ArrivesAsync(MachineState.Running);
    }

    [Fact]
    public async Task A_clock_that_is_set_back_does_not_put_off_an_arrival()
    {
        await CreateAsync();
        _now -= TimeSpan.FromDays(365);
        await ArrivesAsync(MachineState.Running);
    }

    [Theory]
    [InlineData("9999-12-31T23:59:59Z")]
    [InlineData("0001-01-01T00:00:00Z")]
    public async Task A_time_that_somebody_made_up_keeps_nobody_from_looking_or_removing(string time)
    {
        Annotate(Prefix + "die-after", "60m");
        Remember(JsonSerializer.Deserialize<JsonElement>($$"""{"uid":"{{Uid}}","state":"Running","until":"{{time}}","runningSince":"{{time}}"}"""));
        Assert.InRange((await ObserveAsync()).State, MachineState.Running, MachineState.Failed);
        await SetPowerAsync(PowerState.Running);
        BeginDeletion();
        await ObserveAsync();
    }

    [Theory]
    [InlineData("delay", "create", "step=value pairs")]
    [InlineData("delay", "creation=2s", "a step: create, start, stop")]
    [InlineData("delay", "+1=2s", "a step: create, start, stop")]
    [InlineData("hang", "-1", "a step: create, start, stop")]
    [InlineData("delay", "create=2h", "a duration of at most an hour")]
    [InlineData("delay", "create=-2s", "a duration of at most an hour")]
    [InlineData("delay", "create=999999999999s", "a duration of at most an hour")]
    [InlineData("delay", "create=NaNs", "a duration of at most an hour")]
    [InlineData("jitter", "2", "a number from 0 to 1")]
    [InlineData("jitter", "NaN", "a number from 0 to 1")]
    [InlineData("jitter", "-Infinity", "a number from 0 to 1")]
    [InlineData("fail", "create=often", "a number of times, forever or always")]
    [InlineData("hang", "everything", "a step: create, start, stop")]
    [InlineData("die-after", "soon", "a duration of at most an hour")]
    [InlineData("die-after", "-Infinitym", "a duration of at most an hour")]
    [InlineData("die-times", "-1", "a number of times")]
    [InlineData("gone", "yes", "true or false")]
    public async Task A_malformed_annotation_is_named_with_what_is_allowed(string key, string value, string allowed)
    {
        Annotate(Prefix + key, value);
        if (key == "die-times")
        {
            Annotate(Prefix + "die-after", "1s");
        }

        var e = await Assert.ThrowsAsync<ProviderException>(ObserveAsync);
        Assert.True(e.IsPermanent);
        Assert.Contains($"metadata.annotations['{Prefix}{key}']", e.Message, StringComparison.Ordinal);
        Assert.Contains(allowed, e.Message, StringComparison.Ordinal);

        BeginDeletion();
        Assert.Equal(MachineState.Absent, (await ObserveAsync()).State);
    }

    protected override Task PassTimeAsync()
    {
        _now += TimeSpan.FromMilliseconds(500);
        return Task.CompletedTask;
    }
}

using System.Globalization;
using System.Text;
using ComputeOperator.Entities.V1;
using ComputeOperator.Kubernetes.Client;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Operator.Tests.Faults;

/// <summary>Users who change their minds: a repeatable series of creations, changes and deletions.</summary>
internal sealed class Churn(ResourceClient<Instance> client, string ns, int seed)
{
    private static readonly string[] Annotations =
        ["", "", "delay=create=50ms,stop=20ms", "delay=create=20ms,start=20ms", "fail=create=1", "die-after=400ms", "hang=stop"];

    private readonly Random _random = new(seed);
    private readonly Dictionary<string, PowerState> _alive = [];
    private DateTimeOffset _restart = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private int _made;

    /// <summary>What should be there in the end, and in which power state.</summary>
    public IReadOnlyDictionary<string, PowerState> Alive => _alive;

    /// <summary>How many were ever made.</summary>
    public int Made => _made;

    /// <summary>How many changes were made.</summary>
    public int Changes { get; private set; }

    /// <summary>The last restart asked for, by name.</summary>
    public Dictionary<string, DateTimeOffset> Restarts { get; } = [];

    /// <summary>The name of the n-th that was made, from 0.</summary>
    public static string Name(int n) => string.Create(CultureInfo.InvariantCulture, $"i-{n}");

    /// <summary>Changes something at a pace that users might, until there is enough.</summary>
    public async Task RunAsync(Func<bool> enough)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        while (!enough())
        {
            await StepAsync();
            await pace.WaitForNextTickAsync();
        }
    }

    /// <summary>One more change.</summary>
    public Task StepAsync()
    {
        Changes++;
        var dice = _random.Next(100);
        return _alive.Count < 20 || dice < 22 ? CreateAsync()
            : dice < 32 ? DeleteAsync()
            : dice < 55 ? RestartAsync()
            : TurnAsync();
    }

    private async Task CreateAsync()
    {
        var name = Name(_made++);
        var annotation = Annotations[_random.Next(Annotations.Length)];
        var instance = new Instance
        {
            ApiVersion = "compute.iaas.dev/v1",
            Kind = "Instance",
            Metadata = new()
            {
                Name = name,
                Namespace = ns,
                Annotations = annotation.Length == 0 ? null : new Dictionary<string, string>
                {
                    ["simulate.compute.iaas.dev/" + annotation[..annotation.IndexOf('=', StringComparison.Ordinal)]] =
                        annotation[(annotation.IndexOf('=', StringComparison.Ordinal) + 1)..],
                },
            },
            Spec = new()
            {
                MachineType = "e2-small",
                PowerState = AnyPower(),
                RestartMode = _random.Next(2) == 0 ? RestartMode.Graceful : RestartMode.Hard,
                StopPolicy = new() { GracePeriodSeconds = 1 },
            },
        };
        _alive[name] = instance.Spec.PowerState;
        await client.CreateAsync(instance, "churn");
    }

    private async Task DeleteAsync()
    {
        var name = Any();
        _alive.Remove(name);
        await client.DeleteAsync(new(ns, name), new());
    }

    private Task RestartAsync()
    {
        var name = Any();
        _restart = _restart.AddSeconds(1);
        Restarts[name] = _restart;
        return PatchAsync(name, $"\"restartedAt\":\"{_restart:yyyy-MM-dd'T'HH:mm:ss'Z'}\"");
    }

    private Task TurnAsync()
    {
        var name = Any();
        var power = AnyPower();
        _alive[name] = power;
        return PatchAsync(name, $"\"powerState\":\"{power}\"");
    }

    private Task PatchAsync(string name, string spec) =>
        client.PatchAsync(new ResourceKey(ns, name), new Patch.Merge(Encoding.UTF8.GetBytes($$$"""{"spec":{ {{{spec}}} }}""")), new("churn"));

    private string Any() => _alive.Keys.ElementAt(_random.Next(_alive.Count));

    private PowerState AnyPower() => _random.Next(10) switch
    {
        < 6 => PowerState.Running,
        < 9 => PowerState.Stopped,
        _ => PowerState.Suspended,
    };
}

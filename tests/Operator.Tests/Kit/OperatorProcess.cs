using System.Globalization;
using System.Net;
using ComputeOperator.TestKit;

namespace ComputeOperator.Operator.Tests.Kit;

/// <summary>The operator as a process of its own.</summary>
internal sealed class OperatorProcess : ProgramProcess
{
    private const string Built = "compute-operator";
    private const string Listening = "Metrics and probes on ";

    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(60) };

    private IReadOnlyList<Uri>? _addresses;

    private OperatorProcess(string program, string[] flags, IReadOnlyDictionary<string, string>? environment)
        : base(program, flags, environment)
    {
    }

    /// <summary>Where its metrics are, once it listens.</summary>
    public Uri MetricsAddress => Addresses![0];

    /// <summary>Whether it has said where it listens.</summary>
    public bool Listens => Addresses is not null;

    // It chooses its ports itself: one that is found free for it can be taken before it comes to it.
    private IReadOnlyList<Uri>? Addresses => _addresses ??= Lines.FirstOrDefault(line => line.Contains(Listening, StringComparison.Ordinal)) is { } said
        ? [.. said[(said.IndexOf(Listening, StringComparison.Ordinal) + Listening.Length)..].Split(", ").Select(address => new Uri(address))]
        : null;

    /// <summary>Starts it with probes on ports of its own; as built beside the tests, or as <paramref name="program"/>. Of a flag given twice the last counts.</summary>
    public static OperatorProcess Start(string[] flags, IReadOnlyDictionary<string, string>? environment = null, string program = Built)
    {
        // Two names of one host: the same address twice would be one port.
        string[] all = ["--metrics-bind-address=127.0.0.1:0", "--health-probe-bind-address=localhost:0", .. flags];
        return new(program, [.. all.GroupBy(flag => flag.Split('=')[0]).Select(same => same.Last())], environment);
    }

    /// <summary>Starts it with nothing but <paramref name="flags"/>.</summary>
    public static OperatorProcess StartBare(params string[] flags) => new(Built, flags, null);

    /// <summary>Waits until it has ended as it should when asked to.</summary>
    public async Task EndsWellAsync()
    {
        var code = await ExitCodeAsync();
        Assert.True(code == 0, $"ended with {code}:\n{Log}");
    }

    /// <summary>Asks a probe; null while nothing listens or answers.</summary>
    public async Task<(HttpStatusCode Status, string Text)?> ProbeAsync(string path)
    {
        if (Addresses is not { } addresses)
        {
            return null;
        }

        try
        {
            using var answer = await Http.GetAsync(new Uri(addresses[^1], path));
            return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>Waits until <c>/readyz</c> is fine.</summary>
    public Task ReadyAsync() => ReadyzAsync((status, _) => status == HttpStatusCode.OK);

    /// <summary>Waits until <c>/readyz?verbose</c> is as wanted, and returns its text.</summary>
    public async Task<string> ReadyzAsync(Func<HttpStatusCode, string, bool> wanted, TimeSpan? within = null)
    {
        var last = "nothing";
        try
        {
            return await Eventually.Returns(
                async () =>
                {
                    if (HasExited)
                    {
                        throw new InvalidOperationException($"The operator ended with {await ExitCodeAsync()}:\n{Log}");
                    }

                    var answer = await ProbeAsync("/readyz?verbose");
                    last = $"{answer?.Status} {answer?.Text}";
                    return answer is var (status, text) && wanted(status, text) ? text : null;
                },
                within);
        }
        catch (Xunit.Sdk.XunitException e)
        {
            throw new InvalidOperationException($"{e.Message}\n/readyz says: {last}\n{Log}", e);
        }
    }

    /// <summary>Waits until it leads.</summary>
    public Task LeadsAsync(TimeSpan? within = null) =>
        ReadyzAsync((status, text) => status == HttpStatusCode.OK && text.Contains("leader-election ok: leader", StringComparison.Ordinal), within);

    /// <summary>Reads <c>/metrics</c>.</summary>
    public async Task<string> MetricsAsync()
    {
        await LineAsync(Listening);
        return await Http.GetStringAsync(new Uri(MetricsAddress, "/metrics"));
    }

    /// <summary>The sum of a metric's series that contain all of <paramref name="labels"/>; 0 when there is none.</summary>
    public async Task<double> MetricAsync(string name, params string[] labels) =>
        (await MetricsAsync()).Split('\n')
        .Where(line => line.StartsWith(name + "{", StringComparison.Ordinal) || line.StartsWith(name + " ", StringComparison.Ordinal))
        .Where(line => labels.All(label => line.Contains(label, StringComparison.Ordinal)))
        .Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
}

using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ComputeOperator.TestKit;

namespace ComputeOperator.Operator.Tests.Kit;

/// <summary>
/// The operator as a process of its own, from the build output. It never outlives the test process: a small shell around
/// it kills it when the shell's standard input closes.
/// </summary>
internal sealed class OperatorProcess : IAsyncDisposable
{
    private const string Guardian = """
        exec 3<&0
        "$@" 3<&- </dev/null &
        child=$!
        echo "pid $child"
        (cat <&3 >/dev/null; kill -KILL $child) >/dev/null 2>&1 &
        guard=$!
        wait $child
        code=$?
        kill -KILL $guard
        exit $code
        """;

    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(10) };

    private readonly Process _guardian;
    private readonly Lock _gate = new();
    private readonly List<string> _lines = [];
    private readonly TaskCompletionSource<int> _pid = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private OperatorProcess(Process guardian, int metricsPort, int healthPort)
    {
        _guardian = guardian;
        (MetricsAddress, HealthAddress) = (new Uri($"http://127.0.0.1:{metricsPort}"), new Uri($"http://127.0.0.1:{healthPort}"));
        guardian.OutputDataReceived += (_, line) => Take(line.Data);
        guardian.ErrorDataReceived += (_, line) => Take(line.Data);
        guardian.BeginOutputReadLine();
        guardian.BeginErrorReadLine();
    }

    public Uri MetricsAddress { get; }

    public Uri HealthAddress { get; }

    public bool HasExited => _guardian.HasExited;

    /// <summary>What it printed so far.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_gate)
            {
                return [.. _lines];
            }
        }
    }

    /// <summary>What it printed so far, as one text.</summary>
    public string Log => string.Join('\n', Lines);

    /// <summary>Starts it with probes on free ports.</summary>
    public static OperatorProcess Start(string[] flags, IReadOnlyDictionary<string, string>? environment = null)
    {
        var (metrics, health) = (FreePort(), FreePort());
        string[] all = [$"--metrics-bind-address=127.0.0.1:{metrics}", $"--health-probe-bind-address=127.0.0.1:{health}", .. flags];
        return new(Launch(all, environment), metrics, health);
    }

    /// <summary>Starts it with nothing but <paramref name="flags"/>.</summary>
    public static OperatorProcess StartBare(params string[] flags) => new(Launch(flags, null), 0, 0);

    public void Kill() => Send("KILL");

    public void Pause() => Send("STOP");

    public void Resume() => Send("CONT");

    public void Terminate() => Send("TERM");

    /// <summary>Waits until it has ended by itself; a signal n gives 128 + n.</summary>
    public async Task<int> ExitCodeAsync(TimeSpan? within = null)
    {
        using var limit = new CancellationTokenSource(within ?? TimeSpan.FromSeconds(60), TimeProvider.System);
        await _guardian.WaitForExitAsync(limit.Token);
        return _guardian.ExitCode;
    }

    /// <summary>Waits until it has ended as it should when asked to.</summary>
    public async Task EndsWellAsync()
    {
        var code = await ExitCodeAsync();
        Assert.True(code == 0, $"ended with {code}:\n{Log}");
    }

    /// <summary>Waits until a line contains <paramref name="text"/>, and returns the first.</summary>
    public Task<string> LineAsync(string text, TimeSpan? within = null) => Eventually.Returns(
        () => Task.FromResult(Lines.FirstOrDefault(line => line.Contains(text, StringComparison.Ordinal))), within, $"a line with '{text}' in:\n{Log}");

    /// <summary>Asks a probe; null while nothing listens.</summary>
    public async Task<(HttpStatusCode Status, string Text)?> ProbeAsync(string path)
    {
        try
        {
            using var answer = await Http.GetAsync(new Uri(HealthAddress, path));
            return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
        }
        catch (HttpRequestException)
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
                        throw new InvalidOperationException($"The operator ended with {_guardian.ExitCode}:\n{Log}");
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
    public Task<string> MetricsAsync() => Http.GetStringAsync(new Uri(MetricsAddress, "/metrics"));

    /// <summary>The sum of a metric's series that contain all of <paramref name="labels"/>; 0 when there is none.</summary>
    public async Task<double> MetricAsync(string name, params string[] labels) =>
        (await MetricsAsync()).Split('\n')
        .Where(line => line.StartsWith(name + "{", StringComparison.Ordinal) || line.StartsWith(name + " ", StringComparison.Ordinal))
        .Where(line => labels.All(label => line.Contains(label, StringComparison.Ordinal)))
        .Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));

    public async ValueTask DisposeAsync()
    {
        _guardian.StandardInput.Close();
        await _guardian.WaitForExitAsync();
        _guardian.Dispose();
    }

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static Process Launch(string[] flags, IReadOnlyDictionary<string, string>? environment)
    {
        var start = new ProcessStartInfo("/bin/sh")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] arguments = ["-c", Guardian, "guardian", Path.Combine(AppContext.BaseDirectory, "compute-operator"), .. flags];
        Array.ForEach(arguments, start.ArgumentList.Add);
        start.Environment.Remove("KUBECONFIG");
        start.Environment.Remove("POD_NAMESPACE");
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    private void Send(string signal)
    {
        using var kill = Process.Start("/bin/kill", [$"-{signal}", _pid.Task.Result.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    private void Take(string? line)
    {
        if (line is null)
        {
            return;
        }

        if (!_pid.Task.IsCompleted && line.StartsWith("pid ", StringComparison.Ordinal))
        {
            _pid.SetResult(int.Parse(line.AsSpan(4), CultureInfo.InvariantCulture));
            return;
        }

        lock (_gate)
        {
            _lines.Add(line);
        }
    }
}

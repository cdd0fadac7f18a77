using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using ComputeOperator.Benchmarks.Measuring;

namespace ComputeOperator.Benchmarks.ControlPlane;

/// <summary>The operator as its own process, with nothing simulated taking any time.</summary>
internal sealed class OperatorProcess : IAsyncDisposable
{
    private const int SigTerm = 15;
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    // Every look at the metrics costs the operator time and memory: often only while a start is what is timed.
    private static readonly TimeSpan ShortWait = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ShortPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongPause = TimeSpan.FromMilliseconds(250);

    private readonly Process _process;
    private readonly HttpClient _http = new();
    private readonly Uri _metrics;
    private readonly Uri _ready;
    private readonly string _log;
    private readonly Action<int> _ended;

    private OperatorProcess(Process process, int metricsPort, int healthPort, string log, long started, Action<int> ended)
    {
        _ended = ended;
        _process = process;
        _log = log;
        _metrics = new($"http://127.0.0.1:{metricsPort}/metrics");
        _ready = new($"http://127.0.0.1:{healthPort}/readyz");
        Started = started;
        Usage = new("operator", process.Id);
    }

    /// <summary>Timestamp from just before the process was started.</summary>
    public long Started { get; }

    public MeasuredProcess Usage { get; }

    public static OperatorProcess Start(Options options, string folder, string kubeconfig, bool events, string? ns, Action<int> ended)
    {
        var (metrics, health) = FreePorts();
        var log = Path.Combine(folder, $"operator-{metrics}.log");
        string[] delays = ["create", "start", "stop", "suspend", "resume", "restart", "delete"];
        string[] arguments =
        [
            "--kubeconfig", kubeconfig, "--leader-elect", "true", "--leader-elect-namespace", "compute-system",
            "--workers", options.Workers.ToString(CultureInfo.InvariantCulture), "--events", events ? "true" : "false",
            "--metrics-bind-address", $"127.0.0.1:{metrics}", "--health-probe-bind-address", $"127.0.0.1:{health}",
            .. ns is null ? Array.Empty<string>() : ["--namespaces", ns],
            .. delays.SelectMany(step => new[] { $"--simulated-{step}-delay", "0s" }),
        ];
        // The shell sends the output to a file and becomes the operator: the process id stays.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "log=$1; shift; exec \"$@\" >\"$log\" 2>&1", "sh", log, options.Operator, .. arguments])
        {
            RedirectStandardInput = true,
        };
        var started = Stopwatch.GetTimestamp();
        var process = Process.Start(start)!;
        return new(process, metrics, health, log, started, ended);
    }

    /// <summary>Waits until the operator says that it is ready.</summary>
    public Task WaitUntilReadyAsync(CancellationToken cancellation) => WaitAsync(
        "/readyz", async () => (await _http.GetAsync(_ready, cancellation)).IsSuccessStatusCode, StartLimit, cancellation);

    /// <summary>Waits until no work is left but what is due later, and no event that is still to be written.</summary>
    public Task WaitUntilIdleAsync(CancellationToken cancellation) => WaitAsync(
        "idle",
        async () => await MetricsAsync(cancellation) is var metrics && IsIdle(metrics) && metrics.Sum("compute_events_queue_depth") == 0,
        StartLimit * 2,
        cancellation,
        LongPause);

    /// <summary>Waits until each of <paramref name="count"/> Instances was looked at and no work is left.</summary>
    public Task WaitUntilReconciledAsync(int count, CancellationToken cancellation) => WaitAsync(
        $"{count} Instances reconciled",
        async () =>
        {
            var metrics = await MetricsAsync(cancellation);
            return metrics.Sum("controller_runtime_reconcile_total") >= count && IsIdle(metrics);
        },
        StartLimit * 2,
        cancellation);

    public async Task<Exposition> MetricsAsync(CancellationToken cancellation) =>
        Exposition.Parse(await _http.GetStringAsync(_metrics, cancellation));

    /// <summary>Ends it as a cluster would, so that it gives the lease back.</summary>
    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (!_process.HasExited)
        {
            _ = Kill(_process.Id, SigTerm);
            using var limit = new CancellationTokenSource(EndLimit);
            await _process.WaitForExitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!_process.HasExited)
            {
                _process.Kill();
                await _process.WaitForExitAsync(CancellationToken.None);
            }
        }

        _ended(_process.ExitCode);
        _process.Dispose();
    }

    private static bool IsIdle(Exposition metrics) => metrics.Sum("workqueue_depth") == 0 && metrics.Sum("controller_runtime_active_workers") == 0;

    private async Task WaitAsync(string what, Func<Task<bool>> condition, TimeSpan limit, CancellationToken cancellation, TimeSpan? pause = null)
    {
        for (var started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < limit;)
        {
            if (_process.HasExited)
            {
                throw new BenchmarkException($"The operator ended with {_process.ExitCode}:\n{await LogAsync()}");
            }

            try
            {
                if (await condition())
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(pause ?? (Stopwatch.GetElapsedTime(started) < ShortWait ? ShortPause : LongPause), TimeProvider.System, cancellation);
        }

        throw new BenchmarkException($"After {limit} still not: {what}. The operator's log:\n{await LogAsync()}");
    }

    private async Task<string> LogAsync()
    {
        var lines = await File.ReadAllLinesAsync(_log);
        return string.Join('\n', lines.TakeLast(20));
    }

    private static (int Metrics, int Health) FreePorts()
    {
        using var first = new TcpListener(IPAddress.Loopback, 0);
        using var second = new TcpListener(IPAddress.Loopback, 0);
        first.Start();
        second.Start();
        return (((IPEndPoint)first.LocalEndpoint).Port, ((IPEndPoint)second.LocalEndpoint).Port);
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ComputeOperator.Benchmarks.Measuring;

namespace ComputeOperator.Benchmarks.ControlPlane;

/// <summary>The gateway as its own process. It answers changes at once: what is measured is the way through it, not the operator.</summary>
internal sealed class GatewayProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly Process _process;
    private readonly string _log;

    private GatewayProcess(Process process, int port, string log)
    {
        (_process, _log) = (process, log);
        Address = new($"http://127.0.0.1:{port}/");
        Usage = new("gateway", process.Id);
    }

    public Uri Address { get; }

    public MeasuredProcess Usage { get; }

    public static async Task<GatewayProcess> StartAsync(Options options, string folder, CancellationToken cancellation)
    {
        var port = FreePort();
        var log = Path.Combine(folder, $"gateway-{port}.log");
        string[] arguments =
        [
            "--kubeconfig", Path.Combine(folder, "kubeconfig"), "--auth", "none", "--bind-address", $"127.0.0.1:{port}", "--metrics-bind-address", "0",
            "--operation-wait", "0", "--requests-per-second", "0",
        ];
        var start = new ProcessStartInfo("/bin/sh", ["-c", "log=$1; shift; exec \"$@\" >\"$log\" 2>&1", "sh", log, options.Gateway, .. arguments]);
        var started = new GatewayProcess(Process.Start(start)!, port, log);
        await started.WaitUntilReadyAsync(cancellation);
        return started;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }

    private async Task WaitUntilReadyAsync(CancellationToken cancellation)
    {
        using var http = new HttpClient();
        for (var started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < StartLimit && !_process.HasExited;)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri(Address, "readyz"), cancellation);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(Pause, TimeProvider.System, cancellation);
        }

        throw new BenchmarkException($"The gateway did not become ready:\n{string.Join('\n', (await File.ReadAllLinesAsync(_log, cancellation)).TakeLast(20))}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

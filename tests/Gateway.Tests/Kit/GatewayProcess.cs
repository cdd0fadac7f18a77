using ComputeOperator.TestKit;

namespace ComputeOperator.Gateway.Tests.Kit;

/// <summary>The gateway as a process of its own.</summary>
internal sealed class GatewayProcess : ProgramProcess
{
    private GatewayProcess(int port, int metricsPort, string[] flags)
        : base("compute-gateway", flags) =>
        (Address, MetricsAddress) = (new Uri($"http://127.0.0.1:{port}"), new Uri($"http://127.0.0.1:{metricsPort}"));

    public Uri Address { get; }

    public Uri MetricsAddress { get; }

    /// <summary>Starts it on free ports, and waits until it reaches the API server.</summary>
    public static async Task<GatewayProcess> StartAsync(string kubeconfig, params string[] flags)
    {
        var started = StartUnready(kubeconfig, flags);
        using var http = new HttpClient();
        await Eventually.Holds(async () => !started.HasExited && await IsReadyAsync(http, started.Address), what: "the gateway is ready");
        return started;
    }

    /// <summary>Starts it on free ports.</summary>
    public static GatewayProcess StartUnready(string kubeconfig, params string[] flags)
    {
        var (port, metrics) = (FreePort(), FreePort());
        string[] all =
        [
            $"--kubeconfig={kubeconfig}", $"--bind-address=127.0.0.1:{port}", $"--metrics-bind-address=127.0.0.1:{metrics}", "--requests-per-second=0", .. flags,
        ];
        return new(port, metrics, [.. all.GroupBy(flag => flag.Split('=')[0]).Select(same => same.Last())]);
    }

    /// <summary>Starts it with nothing but <paramref name="flags"/>.</summary>
    public static GatewayProcess StartBare(params string[] flags) => new(0, 0, flags);

    private static async Task<bool> IsReadyAsync(HttpClient http, Uri address)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri(address, "/readyz"));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}

using ComputeOperator.TestKit;

namespace ComputeOperator.Gateway.Tests.Kit;

/// <summary>The gateway as a process of its own.</summary>
internal sealed class GatewayProcess : ProgramProcess
{
    private const string Serving = "Serving ";
    private const string Defect = " failed unexpectedly ";

    private GatewayProcess(string[] flags)
        : base("compute-gateway", flags)
    {
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; private set; } = null!;

    public Uri MetricsAddress { get; private set; } = null!;

    /// <summary>Starts it on ports of its own, and waits until it reaches the API server.</summary>
    public static async Task<GatewayProcess> StartAsync(string kubeconfig, params string[] flags)
    {
        var started = await StartUnreadyAsync(kubeconfig, flags);
        using var http = new HttpClient();
        await Eventually.Holds(async () => !started.HasExited && await IsReadyAsync(http, started.Address), what: "the gateway is ready");
        return started;
    }

    /// <summary>Starts it on ports of its own, and waits until it listens.</summary>
    public static async Task<GatewayProcess> StartUnreadyAsync(string kubeconfig, params string[] flags)
    {
        string[] all =
        [
            // It chooses its ports itself: one that is found free for it can be taken before it comes to it.
            $"--kubeconfig={kubeconfig}", "--bind-address=127.0.0.1:0", "--metrics-bind-address=127.0.0.1:0", "--requests-per-second=0",
            // Tests read the end of a change in its answer. The limit is only reached by a failing one.
            "--operation-wait=60s", .. flags,
        ];
        var started = StartBare([.. all.GroupBy(flag => flag.Split('=')[0]).Select(same => same.Last())]);
        var line = await started.LineAsync(Serving);
        var addresses = line[(line.IndexOf(Serving, StringComparison.Ordinal) + Serving.Length)..].Split(" for ")[0].Split(", ");
        (started.Address, started.MetricsAddress) = (new(addresses[0]), new(addresses[1]));
        return started;
    }

    /// <summary>Starts it with nothing but <paramref name="flags"/>.</summary>
    public static GatewayProcess StartBare(params string[] flags) => new(flags);

    /// <exception cref="InvalidOperationException">A request met with a defect: whatever else the test found follows from it.</exception>
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
        if (Log.Contains(Defect, StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"The gateway had no answer to a request:\n{Log}");
        }
    }

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

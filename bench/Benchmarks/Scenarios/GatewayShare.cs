using System.Text;
using ComputeOperator.Benchmarks.ControlPlane;
using ComputeOperator.Benchmarks.Load;
using ComputeOperator.Benchmarks.Measuring;
using ComputeOperator.Benchmarks.Reporting;

namespace ComputeOperator.Benchmarks.Scenarios;

/// <summary>
/// The gateway beside the API server asked directly: the same Instances, the same clients, the same cores. Without an operator, so that nothing else
/// writes meanwhile.
/// </summary>
internal sealed class GatewayShare(World world, GatewayProcess gateway)
{
    // Numbers of requests, and so names, that others do not use.
    private const int WarmUp = 1_000_000;
    private const int After = 2_000_000;
    private const int Listed = 500;
    private const int SampleEvery = 10_000;
    private static readonly int[] Connections = [1, 16, 64];

    public static async Task<GatewayResult> RunAsync(World world, CancellationToken cancellation)
    {
        await using var gateway = await GatewayProcess.StartAsync(world.Options, world.Plane.Folder, cancellation);
        return await new GatewayShare(world, gateway).MeasureAsync(cancellation);
    }

    private async Task<GatewayResult> MeasureAsync(CancellationToken cancellation)
    {
        var ns = await world.NewNamespaceAsync(cancellation);
        await world.Users.AskAsync(new Wave(ns, LifecyclePhase.Create, 0, Listed), cancellation);
        await WarmUpAsync(ns, cancellation);
        List<GatewayComparison> comparisons = [];
        foreach (var connections in Connections)
        {
            using var through = new HttpClients(() => Plain(gateway.Address), connections);
            using var direct = new HttpClients(() => world.Plane.Connect().Http, connections);
            var (rest, api) = ($"compute/v1/projects/{ns}/zones/us-central1-a/instances", $"apis/compute.iaas.dev/v1/namespaces/{ns}/instances");
            comparisons.Add(await CompareAsync("get", direct, i => ($"{api}/{NameOf(i)}", null), through, i => ($"{rest}/{NameOf(i)}", null), cancellation));
            comparisons.Add(await CompareAsync("list of 500", direct, _ => (api, null), through, _ => (rest, null), cancellation));
            var target = await world.NewNamespaceAsync(cancellation);
            comparisons.Add(await CompareAsync(
                "insert",
                direct, i => ($"apis/compute.iaas.dev/v1/namespaces/{target}/instances", Body($$$"""{"apiVersion":"compute.iaas.dev/v1","kind":"Instance","metadata":{"name":"d-{{{i}}}"},"spec":{"machineType":"e2-medium"}}""")),
                through, i => ($"compute/v1/projects/{target}/zones/us-central1-a/instances", Body($$"""{"name":"g-{{i}}","machineType":"zones/us-central1-a/machineTypes/e2-medium"}""")),
                cancellation));
        }

        return new(comparisons, await MemoryAsync(ns, cancellation));
    }

    // The gateway has just started: its code is compiled anew while it works, on the cores that are measured.
    private async Task WarmUpAsync(string ns, CancellationToken cancellation)
    {
        using var clients = new HttpClients(() => Plain(gateway.Address), world.Options.Clients);
        var rest = $"compute/v1/projects/{ns}/zones/us-central1-a/instances";
        await clients.Load.RunAsync(world.Options.CeilingTime, i => (i % 20 == 0 ? rest : $"{rest}/{NameOf(i)}", null), cancellation);
    }

    private async Task<GatewayComparison> CompareAsync(
        string what, HttpClients direct, Func<int, (string, byte[]?)> directRequest, HttpClients through, Func<int, (string, byte[]?)> throughRequest, CancellationToken cancellation)
    {
        var (whole, half) = (world.Options.CeilingTime, world.Options.CeilingTime / 2);
        await direct.Load.RunAsync(half, i => directRequest(i + WarmUp), cancellation);
        await through.Load.RunAsync(half, i => throughRequest(i + WarmUp), cancellation);
        // Direct on both sides of it, so that a slow drift cancels out.
        var before = await MeasureAsync(direct, half, directRequest, cancellation);
        var measured = await MeasureAsync(through, whole, throughRequest, cancellation);
        var after = await MeasureAsync(direct, half, i => directRequest(i + After), cancellation);
        return new(what, before, after, measured);
    }

    private async Task<MeasuredRate> MeasureAsync(HttpClients clients, TimeSpan time, Func<int, (string, byte[]?)> request, CancellationToken cancellation)
    {
        var cpu = new CpuMeter(gateway.Usage, world.Plane.ApiServer, world.Plane.Etcd);
        var rate = await clients.Load.RunAsync(time, request, cancellation);
        return new(rate, cpu.Stop());
    }

    private async Task<IReadOnlyList<GatewayMemory>> MemoryAsync(string ns, CancellationToken cancellation)
    {
        List<GatewayMemory> samples = [];
        using var clients = new HttpClients(() => Plain(gateway.Address), world.Options.Clients);
        for (var sent = 0; sent < world.Options.GatewayRequests; sent += SampleEvery)
        {
            await clients.SendAsync(SampleEvery, i => ($"compute/v1/projects/{ns}/zones/us-central1-a/instances/{NameOf(i)}", null), cancellation);
            samples.Add(new(sent + SampleEvery, gateway.Usage.ResidentMegabytes()));
        }

        return samples;
    }

    private static string NameOf(int index) => Wave.NameOf(index % Listed);

    private static byte[] Body(string json) => Encoding.UTF8.GetBytes(json);

    private static HttpClient Plain(Uri address) => new() { BaseAddress = address };
}

using System.Text;
using ComputeOperator.Benchmarks.ControlPlane;
using ComputeOperator.Benchmarks.Load;
using ComputeOperator.Benchmarks.Reporting;

namespace ComputeOperator.Benchmarks.Scenarios;

/// <summary>
/// The gateway beside the API server asked directly: the same Instances, the same clients, the same cores. Without an operator, so that nothing else
/// writes meanwhile.
/// </summary>
internal sealed class GatewayShare(World world)
{
    private const int Listed = 500;
    private const int SampleEvery = 10_000;
    private static readonly int[] Connections = [1, 16, 64];

    public async Task<GatewayResult> RunAsync(CancellationToken cancellation)
    {
        var ns = await world.NewNamespaceAsync(cancellation);
        await world.Users.AskAsync(new Wave(ns, LifecyclePhase.Create, 0, Listed), cancellation);
        await using var gateway = await GatewayProcess.StartAsync(world.Options, world.Plane.Folder, cancellation);
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

        return new(comparisons, await MemoryAsync(gateway, ns, cancellation));
    }

    private async Task<GatewayComparison> CompareAsync(
        string what, HttpClients direct, Func<int, (string, byte[]?)> directRequest, HttpClients through, Func<int, (string, byte[]?)> throughRequest, CancellationToken cancellation)
    {
        // Direct on both sides of it, so that a slow drift cancels out.
        var before = await direct.Load.RunAsync(world.Options.CeilingTime / 2, directRequest, cancellation);
        var measured = await through.Load.RunAsync(world.Options.CeilingTime, throughRequest, cancellation);
        var after = await direct.Load.RunAsync(world.Options.CeilingTime / 2, i => directRequest(i + 1_000_000), cancellation);
        return new(what, before, after, measured);
    }

    private async Task<IReadOnlyList<GatewayMemory>> MemoryAsync(GatewayProcess gateway, string ns, CancellationToken cancellation)
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

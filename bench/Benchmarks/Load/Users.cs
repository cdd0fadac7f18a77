using System.Text;

namespace ComputeOperator.Benchmarks.Load;

/// <summary>Users, all at once: they create Instances, change the power state, delete.</summary>
internal sealed class Users(Clients clients)
{
    private const string Manager = "user";
    private static readonly byte[] Stopped = """{"spec":{"powerState":"Stopped"}}"""u8.ToArray();
    private static readonly byte[] Running = """{"spec":{"powerState":"Running"}}"""u8.ToArray();

    /// <summary>Asks each Instance of a wave, and tells <paramref name="asked"/> what the answer was.</summary>
    public Task AskAsync(Wave wave, CancellationToken cancellation, Action<int, Written>? asked = null) =>
        clients.ForAllAsync(wave.First, wave.Count, async (client, index) =>
        {
            wave.Asked(index);
            var written = await AskAsync(client, wave, Wave.NameOf(index), cancellation);
            wave.Answered(index);
            asked?.Invoke(index, written);
        });

    private static Task<Written> AskAsync(BareClient client, Wave wave, string name, CancellationToken cancellation) => wave.Phase switch
    {
        var phase when phase == LifecyclePhase.Create => client.CreateAsync(wave.Namespace, Instance(name, wave.Tenant), cancellation),
        var phase when phase == LifecyclePhase.Stop => client.PatchAsync(wave.Namespace, name, Manager, Stopped, cancellation),
        var phase when phase == LifecyclePhase.Start => client.PatchAsync(wave.Namespace, name, Manager, Running, cancellation),
        _ => client.DeleteAsync(wave.Namespace, name, cancellation),
    };

    private static byte[] Instance(string name, string? tenant)
    {
        var payer = tenant is null ? "" : $",\"tenant\":\"{tenant}\"";
        return Encoding.UTF8.GetBytes(
            $$$"""
            {"apiVersion":"compute.iaas.dev/v1","kind":"Instance","metadata":{"name":"{{{name}}}"},"spec":{"machineType":"e2-medium","image":"ubuntu-22.04"{{{payer}}}}}
            """);
    }
}

using ComputeOperator.Benchmarks.ControlPlane;
using ComputeOperator.Benchmarks.Measuring;
using ComputeOperator.Kubernetes.Client;

namespace ComputeOperator.Benchmarks.Load;

/// <summary>Some clients, each with an HTTP/2 connection of its own, that share a piece of work.</summary>
internal sealed class Clients : IDisposable
{
    private readonly KubernetesTransport[] _connections;
    private readonly BareClient[] _clients;

    private Clients(KubernetesTransport[] connections, int count, ApiCalls calls)
    {
        _connections = connections;
        _clients = [.. Enumerable.Range(0, count).Select(i => new BareClient(connections[i % connections.Length], calls))];
    }

    public int Count => _clients.Length;

    /// <summary>As the user of <paramref name="kubeconfig"/>; absent: one who may do everything.</summary>
    public static Clients Connect(LocalControlPlane plane, int count, ApiCalls calls, string? kubeconfig = null) =>
        new([.. Enumerable.Range(0, count).Select(_ => plane.Connect(kubeconfig))], count, calls);

    /// <summary>All on one connection, as an operator's workers are.</summary>
    public static Clients Share(LocalControlPlane plane, int count, ApiCalls calls, string? kubeconfig = null) =>
        new([plane.Connect(kubeconfig)], count, calls);

    /// <summary>Runs <paramref name="act"/> on every client at once.</summary>
    public Task EachAsync(Func<BareClient, int, Task> act) =>
        Task.WhenAll(_clients.Select((client, index) => Task.Run(() => act(client, index))));

    /// <summary>Runs <paramref name="act"/> for each number, each on the next client that is free.</summary>
    public Task ForAllAsync(int first, int count, Func<BareClient, int, Task> act)
    {
        var next = first - 1;
        return EachAsync(async (client, _) =>
        {
            for (var index = Interlocked.Increment(ref next); index < first + count; index = Interlocked.Increment(ref next))
            {
                await act(client, index);
            }
        });
    }

    public void Dispose() => Array.ForEach(_connections, connection => connection.Dispose());
}

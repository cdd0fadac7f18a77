using ComputeOperator.Benchmarks.ControlPlane;
using ComputeOperator.Benchmarks.Load;
using ComputeOperator.Benchmarks.Measuring;
using ComputeOperator.Kubernetes.Client;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Benchmarks.Scenarios;

/// <summary>What every part of the run works with: one control plane, its users, and a watch.</summary>
internal sealed class World : IAsyncDisposable
{
    private static readonly byte[] NoFinalizers = """{"metadata":{"finalizers":null}}"""u8.ToArray();

    private readonly KubernetesTransport _own;
    private readonly Clients _clients;
    private int _namespaces;

    private World(Options options, LocalControlPlane plane, string operatorKubeconfig)
    {
        Options = options;
        Plane = plane;
        OperatorKubeconfig = operatorKubeconfig;
        _own = plane.Connect();
        Calls = new(_own.Http);
        _clients = Clients.Connect(plane, options.Clients, Calls);
        Users = new(_clients);
        Observer = new(_own.For(ObservedInstance.Definition));
        Recorded = _own.For(RecordedInstance.Definition);
    }

    public Options Options { get; }

    public LocalControlPlane Plane { get; }

    public string OperatorKubeconfig { get; }

    public ApiCalls Calls { get; }

    public Users Users { get; }

    public Observer Observer { get; }

    public ResourceClient<RecordedInstance> Recorded { get; }

    public Uri Server => _own.Configuration.Server;

    /// <summary>How each operator process ended.</summary>
    public List<int> ExitCodes { get; } = [];

    /// <summary>A stock API server knows nodes; the stand-in of <c>hack/apiserver</c> does not.</summary>
    public async Task<bool> IsStockApiServerAsync(CancellationToken cancellation)
    {
        using var answer = await _own.Http.GetAsync(new Uri(_own.Http.BaseAddress!, "api/v1/nodes?limit=1"), cancellation);
        return answer.IsSuccessStatusCode;
    }

    public static async Task<World> CreateAsync(Options options, CancellationToken cancellation)
    {
        var plane = await LocalControlPlane.StartAsync(options, cancellation);
        try
        {
            await plane.InstallAsync(options.Config, cancellation);
            var world = new World(options, plane, await plane.OperatorKubeconfigAsync(cancellation));
            await world.Observer.StartAsync(cancellation);
            return world;
        }
        catch
        {
            await plane.DisposeAsync();
            throw;
        }
    }

    public async Task<string> NewNamespaceAsync(CancellationToken cancellation)
    {
        var name = $"bench-{++_namespaces}";
        await Plane.NewNamespaceAsync(name, cancellation);
        return name;
    }

    /// <summary>Starts the operator.</summary>
    public OperatorProcess LaunchOperator(bool events, string? kubeconfig = null, string? ns = null) =>
        OperatorProcess.Start(Options, Plane.Folder, kubeconfig ?? OperatorKubeconfig, events, ns, ExitCodes.Add);

    /// <summary>Starts the operator, for one namespace or for all, and waits until it is ready.</summary>
    public async Task<OperatorProcess> StartOperatorAsync(bool events, CancellationToken cancellation, string? kubeconfig = null, string? ns = null)
    {
        var started = LaunchOperator(events, kubeconfig, ns);
        try
        {
            await started.WaitUntilReadyAsync(cancellation);
            return started;
        }
        catch
        {
            await started.DisposeAsync();
            throw;
        }
    }

    /// <summary>Removes every Instance, while no operator runs: each part of the run begins with none.</summary>
    public async Task EmptyAsync(CancellationToken cancellation)
    {
        var instances = _own.For(ObservedInstance.Definition);
        while ((await instances.ListPageAsync(null, new() { Limit = 2000 }, cancellation)).Items is { Count: > 0 } left)
        {
            await _clients.ForAllAsync(0, left.Count, async (client, index) =>
            {
                var key = ResourceKey.Of(left[index]);
                await client.PatchAsync(key.Namespace, key.Name, "user", NoFinalizers, cancellation);
                await client.DeleteAsync(key.Namespace, key.Name, cancellation);
            });
        }
    }

    public Replay Replay(LifecycleRecording recording) =>
        new(Clients.Share(Plane, Options.Workers, Calls, OperatorKubeconfig), recording);

    public CpuMeter MeasureCpu(OperatorProcess? running) => new(running?.Usage, Plane.ApiServer, Plane.Etcd);

    public async ValueTask DisposeAsync()
    {
        await Observer.DisposeAsync();
        _clients.Dispose();
        _own.Dispose();
        await Plane.DisposeAsync();
    }
}

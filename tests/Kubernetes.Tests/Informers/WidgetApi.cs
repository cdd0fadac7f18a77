using System.Runtime.CompilerServices;
using System.Text;
using ComputeOperator.Kubernetes.Client;
using ComputeOperator.Kubernetes.Configuration;
using ComputeOperator.Kubernetes.Informers;
using ComputeOperator.Kubernetes.Meta;
using ComputeOperator.TestKit;
using ComputeOperator.TestKit.Faults;

namespace ComputeOperator.Kubernetes.Tests.Informers;

/// <summary>
/// The API server as one test sees it: a namespace of its own, a connection on which things go wrong for the code under test,
/// and a sound one for everybody else.
/// </summary>
internal sealed class WidgetApi : IAsyncDisposable
{
    public const string Others = "others";

    private static readonly Lazy<Task> Installed = new(async () => await (await ControlPlane.GetAsync()).InstallAsync(Widget.Manifest));

    // A server that is slow to answer pings is not a dead one.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Impatience = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _end = new();
    private readonly List<Task> _running = [];
    private readonly KubernetesTransport _sound;
    private readonly KubernetesTransport _faulty;

    private WidgetApi(ControlPlane plane, string ns, string kubeconfig, TimeSpan ping)
    {
        Plane = plane;
        Namespace = ns;
        _sound = new(new KubeConfigLoader { Path = plane.Kubeconfig }.Load());
        _faulty = new(new KubeConfigLoader { Path = kubeconfig }.Load(), new()
        {
            Handlers = [Faults, Script],
            WrapConnection = Gate.Wrap,
            PingInterval = ping,
            PingTimeout = ping,
            ReadAttempts = 1,
        });
        Sound = _sound.For(Widget.Definition);
        Faulty = _faulty.For(Widget.Definition);
    }

    public ControlPlane Plane { get; }

    public string Namespace { get; }

    public FaultyTransport Faults { get; } = new();

    public ScriptedWatch Script { get; } = new();

    public SocketGate Gate { get; } = new();

    public RecordedLog Log { get; } = new();

    public ResourceClient<Widget> Sound { get; }

    public ResourceClient<Widget> Faulty { get; }

    /// <summary>Lists so far, in pages or as a stream.</summary>
    public int Lists => Faults.Sent.Count(request => IsList(request.PathAndQuery));

    public int Watches => Faults.Sent.Count(request => request.IsWatch);

    public static Task<WidgetApi> NewAsync([CallerMemberName] string test = "") => NewAsync(test, Patience);

    /// <summary>The same where a connection that answers no pings is soon given up.</summary>
    public static Task<WidgetApi> NewImpatientAsync([CallerMemberName] string test = "") => NewAsync(test, Impatience);

    /// <summary>The same with a user of no rights but those granted later.</summary>
    public static async Task<WidgetApi> NewAsNobodyAsync([CallerMemberName] string test = "")
    {
        var plane = await ControlPlane.GetAsync();
        await Installed.Value;
        var ns = await plane.NewNamespaceAsync(test);
        return new(plane, ns, await plane.KubeconfigForAsync($"user-of-{ns}"), Patience);
    }

    public static bool IsList(string pathAndQuery) =>
        pathAndQuery.Contains("sendInitialEvents", StringComparison.Ordinal)
        || (pathAndQuery.Contains("/widgets?limit", StringComparison.Ordinal) && !pathAndQuery.Contains("continue", StringComparison.Ordinal));

    public static bool IsStreamedList(HttpRequestMessage request) =>
        request.RequestUri!.Query.Contains("sendInitialEvents", StringComparison.Ordinal);

    public static bool IsResume(HttpRequestMessage request) =>
        FaultyTransport.IsWatch(request) && !IsList(request.RequestUri!.PathAndQuery);

    public ResourceKey Key(string name) => new(Namespace, name);

    public Informer<Widget> NewInformer(Func<InformerOptions<Widget>, InformerOptions<Widget>>? change = null, TimeProvider? time = null)
    {
        var options = new InformerOptions<Widget>
        {
            Namespaces = [Namespace],
            Backoff = new(TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(200)),
        };
        return new(Faulty, change?.Invoke(options) ?? options, time ?? TimeProvider.System, Log);
    }

    /// <summary>An informer of another group's widgets.</summary>
    public Informer<Widget> NewInformer(ResourceDefinition<Widget> definition) => new(
        _faulty.For(definition),
        new() { Namespaces = [Namespace], Backoff = new(TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(200)) },
        TimeProvider.System,
        Log);

    public async Task<Informer<Widget>> FollowAsync(Func<InformerOptions<Widget>, InformerOptions<Widget>>? change = null)
    {
        var informer = NewInformer(change);
        Run(informer.RunAsync);
        await informer.Synced.WaitAsync(TimeSpan.FromSeconds(60));
        return informer;
    }

    /// <summary>Runs something until the test ends.</summary>
    public void Run(Func<CancellationToken, Task> run) => _running.Add(run(_end.Token));

    public Task<Widget> CreateAsync(string name, int size = 1) => Sound.CreateAsync(
        new()
        {
            ApiVersion = Widget.Definition.ApiVersion,
            Kind = Widget.Definition.Kind,
            Metadata = new() { Namespace = Namespace, Name = name },
            Spec = new() { Size = size },
        },
        Others);

    public Task<Widget> ChangeAsync(string name, string mergePatch, string? subresource = null) =>
        Sound.PatchAsync(Key(name), new Patch.Merge(Encoding.UTF8.GetBytes(mergePatch)), new(Others) { Subresource = subresource });

    public Task<bool> DeleteAsync(string name) => Sound.DeleteAsync(Key(name), new());

    /// <summary>Applies what the type cannot read.</summary>
    public async Task ApplyAsync(string name, string fields) => (await Plane.Kubectl.ApplyAsync(
        $$"""{"apiVersion":"{{Widget.Definition.ApiVersion}}","kind":"Widget","metadata":{"name":"{{name}}","namespace":"{{Namespace}}"},{{fields}}}""")).Succeeded();

    private static async Task<WidgetApi> NewAsync(string test, TimeSpan ping)
    {
        var plane = await ControlPlane.GetAsync();
        await Installed.Value;
        return new(plane, await plane.NewNamespaceAsync(test), plane.Kubeconfig, ping);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAll(_running);
        _end.Dispose();
        _sound.Dispose();
        _faulty.Dispose();
    }
}

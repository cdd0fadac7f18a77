using ComputeOperator.Kubernetes.Client;
using ComputeOperator.Kubernetes.Configuration;
using ComputeOperator.TestKit;
using ComputeOperator.TestKit.Faults;

namespace ComputeOperator.Kubernetes.Tests.Client;

/// <summary>A client of its own for one test, with a namespace of its own, on the control plane that all share.</summary>
public sealed class WidgetApi : IDisposable
{
    public const string Manager = "client-tests";

    private static readonly Lazy<Task> Installed = new(async () => await (await ControlPlane.GetAsync()).InstallAsync(Widget.Manifest));

    private readonly KubernetesTransport _transport;

    private WidgetApi(ControlPlane plane, string ns, KubernetesClientConfiguration configuration, TransportOptions options)
    {
        Plane = plane;
        Namespace = ns;
        _transport = new(configuration, options with { Handlers = [Faults], WrapConnection = Gate.Wrap });
        Widgets = _transport.For(Widget.Definition);
    }

    public ControlPlane Plane { get; }

    public string Namespace { get; }

    public FaultyTransport Faults { get; } = new();

    public SocketGate Gate { get; } = new();

    public ResourceClient<Widget> Widgets { get; }

    public KubernetesClientConfiguration Configuration => _transport.Configuration;

    public static async Task<WidgetApi> NewAsync(
        string test, TransportOptions? options = null, Func<KubernetesClientConfiguration, KubernetesClientConfiguration>? change = null)
    {
        var plane = await ControlPlane.GetAsync();
        await Installed.Value;
        var configuration = new KubeConfigLoader { Path = plane.Kubeconfig }.Load();
        var ns = await plane.NewNamespaceAsync(test);
        return new(plane, ns, change?.Invoke(configuration) ?? configuration, options ?? new());
    }

    public Task<Widget> CreateAsync(string name, int size = 1) => Widgets.CreateAsync(Widget.Named(Namespace, name, size), Manager);

    public Task<KubectlResult> ApplyAsync(string name, string fields) => Plane.Kubectl.ApplyAsync(
        $$"""{"apiVersion":"client.test/v1","kind":"Widget","metadata":{"name":"{{name}}","namespace":"{{Namespace}}"},{{fields}}}""");

    public Meta.ResourceKey Key(string name) => new(Namespace, name);

    public void Dispose() => _transport.Dispose();
}

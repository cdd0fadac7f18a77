using ComputeOperator.Kubernetes.Client;
using ComputeOperator.Kubernetes.Configuration;
using ComputeOperator.Kubernetes.Events;
using ComputeOperator.TestKit;
using ComputeOperator.TestKit.Faults;

namespace ComputeOperator.Kubernetes.Tests.Events;

/// <summary>A recorder on the real API server, with a clock and a network of its own, and a namespace with an object in it.</summary>
internal sealed class EventsApi : IAsyncDisposable
{
    private readonly CancellationTokenSource _shutdown = new();
    private readonly KubernetesTransport _transport;
    private Task _running = Task.CompletedTask;

    private EventsApi(ControlPlane plane, string ns, KubernetesClientConfiguration configuration, EventRecorderOptions options)
    {
        (Plane, Namespace) = (plane, ns);
        _transport = new(configuration, new TransportOptions { Handlers = [Network] });
        Recorder = new(_transport.For(Event.Definition), options, Time, Log);
    }

    public static EventRecorderOptions Options { get; } =
        new() { ReportingController = "events.test/recorder", ReportingInstance = "recorder-0", SendDelay = TimeSpan.Zero };

    public ControlPlane Plane { get; }

    public string Namespace { get; }

    public ManualTime Time { get; } = new(TimeProvider.System.GetUtcNow());

    public FaultyTransport Network { get; } = new();

    public LogLines Log { get; } = new();

    public EventRecorder Recorder { get; }

    /// <summary>What events are about: a ConfigMap.</summary>
    public ObjectReference Thing { get; private set; } = null!;

    public int Writes => Network.Sent.Count(request => request.Method != HttpMethod.Get);

    public static async Task<EventsApi> NewAsync(string test, EventRecorderOptions? options = null)
    {
        var plane = await ControlPlane.GetAsync();
        var configuration = new KubeConfigLoader { Path = plane.Kubeconfig }.Load();
        var api = new EventsApi(plane, await plane.NewNamespaceAsync(test), configuration, options ?? Options);
        await api.KubectlAsync("create", "configmap", "thing");
        api.Thing = api.Reference("thing", await api.KubectlAsync("get", "configmap", "thing", "-o", "jsonpath={.metadata.uid}"));
        return api;
    }

    public EventsApi Start()
    {
        _running = Recorder.RunAsync(_shutdown.Token);
        return this;
    }

    public Task StopAsync()
    {
        _shutdown.Cancel();
        return _running;
    }

    public ObjectReference Reference(string name, string? uid = null) =>
        new() { ApiVersion = "v1", Kind = "ConfigMap", Namespace = Namespace, Name = name, Uid = uid };

    public void Record(string reason, string note = "Something happened.", EventType type = EventType.Normal, string name = "thing") =>
        Recorder.Record(name == "thing" ? Thing : Reference(name), type, reason, "Act", note);

    public async Task<string> KubectlAsync(params string[] arguments) =>
        (await Plane.Kubectl.RunAsync([.. arguments, "--namespace", Namespace])).Succeeded();

    /// <summary>The events of the namespace, one per item: the fields at a path.</summary>
    public async Task<string[]> EventsAsync(string path) =>
        (await KubectlAsync("get", "events.v1.events.k8s.io", "-o", $"jsonpath={{range .items[*]}}{{{path}}}{{'\\n'}}{{end}}"))
        .Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public async ValueTask DisposeAsync()
    {
        Network.Heal();
        var stopped = StopAsync();
        while (!stopped.IsCompleted)
        {
            Time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        await stopped;
        _transport.Dispose();
        _shutdown.Dispose();
    }
}

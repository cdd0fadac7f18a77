using System.Collections.Concurrent;
using ComputeOperator.Kubernetes.Controllers;
using ComputeOperator.Kubernetes.Informers;
using ComputeOperator.Kubernetes.Tests.Informers;

namespace ComputeOperator.Kubernetes.Tests.Controllers;

/// <summary>A controller under test: what it does for an object is the test's, how often it was asked is counted.</summary>
internal sealed class WidgetLoop : IEntityController<Widget>, IEntityFinalizer<Widget>, IAsyncDisposable
{
    public const string FinalizerName = "runtime.tests.dev/tidy";
    public const string Manager = "loop";

    private readonly WidgetApi _api;
    private readonly ConcurrentQueue<Widget> _looks = new();
    private readonly ConcurrentQueue<Widget> _cleanUps = new();
    private readonly EntityController<Widget> _loop;
    private CancellationTokenSource _term = new();
    private Task _running = Task.CompletedTask;

    private WidgetLoop(WidgetApi api, Informer<Widget> informer, bool finalizes, Func<bool>? mayWrite, string name, TimeSpan stopGrace, int workers)
    {
        _api = api;
        Informer = informer;
        Writer = new(api.Faulty, informer, Manager, mayWrite);
        _loop = new(
            informer, Writer, this, finalizes ? this : null,
            new() { Name = name, Workers = workers, Backoff = new(TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(100)), StopGrace = stopGrace },
            TimeProvider.System, api.Log);
    }

    public Informer<Widget> Informer { get; }

    public EntityWriter<Widget> Writer { get; }

    public Func<Widget, Task<Requeue>> OnLook { get; set; } = _ => Task.FromResult<Requeue>(new Requeue.Done());

    /// <summary>What ends the look begun last.</summary>
    public CancellationToken LookCancellation { get; private set; }

    public Func<Widget, Task<FinalizeResult>> OnCleanUp { get; set; } = _ => Task.FromResult<FinalizeResult>(new FinalizeResult.Finished());

    public IReadOnlyCollection<Widget> Looks => _looks;

    public IReadOnlyCollection<Widget> CleanUps => _cleanUps;

    /// <summary>Writes of the loop that the server was sent.</summary>
    public int Writes => _api.Faults.Sent.Count(request => request.Method == HttpMethod.Patch);

    public string Name => FinalizerName;

    /// <summary>A loop that does not run yet, over an informer that does.</summary>
    public static async Task<WidgetLoop> NewAsync(
        WidgetApi api, bool finalizes = false, Func<bool>? mayWrite = null, string name = "widgets", TimeSpan? stopGrace = null, int workers = 4) =>
        new(api, await api.FollowAsync(), finalizes, mayWrite, name, stopGrace ?? TimeSpan.FromSeconds(30), workers);

    public WidgetLoop Start()
    {
        _term = new();
        _running = _loop.RunAsync(_term.Token);
        return this;
    }

    public async Task StopAsync()
    {
        await _term.CancelAsync();
        await _running;
        _term.Dispose();
    }

    public Task<Widget> WriteStatusAsync(Widget widget) =>
        Writer.PatchStatusAsync(widget, System.Text.Encoding.UTF8.GetBytes($$"""{"seenSize":{{widget.Spec.Size}}}"""));

    public async Task<Requeue> ReconcileAsync(Widget entity, CancellationToken cancellation)
    {
        LookCancellation = cancellation;
        _looks.Enqueue(entity);
        return await OnLook(entity);
    }

    public async Task<FinalizeResult> FinalizeAsync(Widget entity, CancellationToken cancellation)
    {
        _cleanUps.Enqueue(entity);
        return await OnCleanUp(entity);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_running.IsCompleted)
        {
            await StopAsync();
        }

        _loop.Dispose();
    }
}

using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using ComputeOperator.Kubernetes.Telemetry;

namespace ComputeOperator.Kubernetes.Controllers;

/// <summary>controller-runtime's metrics of one controller.</summary>
internal sealed class ControllerMetrics
{
    private static readonly Counter<long> Reconciles = KubernetesMeter.Instance.CreateCounter<long>(
        "controller_runtime_reconcile_total", null, "Total number of reconciliations per controller");

    private static readonly Counter<long> Errors = KubernetesMeter.Instance.CreateCounter<long>(
        "controller_runtime_reconcile_errors_total", null, "Total number of reconciliation errors per controller");

    private static readonly Histogram<double> Durations = KubernetesMeter.Instance.CreateHistogram(
        "controller_runtime_reconcile_time_seconds", "s", "Length of time per reconciliation per controller", null,
        new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries =
            [
                0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.25, 1.5,
                1.75, 2, 2.5, 3, 3.5, 4, 4.5, 5, 6, 7, 8, 9, 10, 15, 20, 25, 30, 40, 50, 60,
            ],
        });

    private static ImmutableArray<ControllerMetrics> _controllers = [];

    private readonly KeyValuePair<string, object?> _controller;
    private readonly int _workers;
    private int _active;

    static ControllerMetrics()
    {
        KubernetesMeter.Instance.CreateObservableGauge(
            "controller_runtime_active_workers", () => Gauge(metrics => Volatile.Read(ref metrics._active)), null,
            "Number of currently used workers per controller");
        KubernetesMeter.Instance.CreateObservableGauge(
            "controller_runtime_max_concurrent_reconciles", () => Gauge(metrics => metrics._workers), null,
            "Maximum number of concurrent reconciles per controller");
    }

    private ControllerMetrics(string controller, int workers)
    {
        _controller = new("controller", controller);
        _workers = workers;
    }

    public static ControllerMetrics Register(string controller, int workers)
    {
        var metrics = new ControllerMetrics(controller, workers);
        // The series exist from the start, so that a first error shows as a step from zero.
        foreach (var result in Enum.GetValues<PassResult>())
        {
            Reconciles.Add(0, metrics._controller, ResultLabel(result));
        }

        Errors.Add(0, metrics._controller);
        ImmutableInterlocked.Update(ref _controllers, (all, added) => all.Add(added), metrics);
        return metrics;
    }

    public void Unregister() => ImmutableInterlocked.Update(ref _controllers, (all, removed) => all.Remove(removed), this);

    public void Begun() => Interlocked.Increment(ref _active);

    public void Ended(PassResult result, TimeSpan time)
    {
        Interlocked.Decrement(ref _active);
        Durations.Record(time.TotalSeconds, _controller);
        Reconciles.Add(1, _controller, ResultLabel(result));
        if (result == PassResult.Error)
        {
            Errors.Add(1, _controller);
        }
    }

    private static IEnumerable<Measurement<int>> Gauge(Func<ControllerMetrics, int> read) =>
        _controllers.Select(controller => new Measurement<int>(read(controller), controller._controller));

    private static KeyValuePair<string, object?> ResultLabel(PassResult result) => new("result", result switch
    {
        PassResult.Success => "success",
        PassResult.Error => "error",
        PassResult.Requeue => "requeue",
        PassResult.RequeueAfter => "requeue_after",
    });
}

/// <summary>How a look ended, in controller-runtime's words.</summary>
internal enum PassResult
{
    Success,
    Error,
    Requeue,
    RequeueAfter,
}

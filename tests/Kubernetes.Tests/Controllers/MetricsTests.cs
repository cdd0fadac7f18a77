using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using ComputeOperator.Kubernetes.Controllers;
using ComputeOperator.Kubernetes.Queue;
using ComputeOperator.Kubernetes.Tests.Informers;
using ComputeOperator.TestKit;

namespace ComputeOperator.Kubernetes.Tests.Controllers;

/// <summary>Dashboards made for controller-runtime and client-go work: names, labels and meanings are theirs.</summary>
public sealed class MetricsTests
{
    [Fact]
    public async Task A_queue_reports_its_depth_its_work_and_how_long_both_took()
    {
        var time = new ManualTime();
        using var queue = new WorkQueue<int>(time, new() { Name = "metered", Controller = "meter" });
        using var metrics = new Recorded("metered");
        queue.Add(1);
        queue.Add(2);
        queue.AddRateLimited(3);
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.NotNull(await queue.GetAsync());
        Assert.NotNull(await queue.GetAsync());
        time.Advance(TimeSpan.FromSeconds(3));
        queue.Done(1);
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(1, metrics["workqueue_depth"]);
        Assert.Equal(3, metrics["workqueue_adds_total"]);
        Assert.Equal(1, metrics["workqueue_retries_total"]);
        Assert.Equal(4, metrics["workqueue_queue_duration_seconds"]);
        Assert.Equal(3, metrics["workqueue_work_duration_seconds"]);
        Assert.Equal(4, metrics["workqueue_unfinished_work_seconds"]);
        Assert.Equal(4, metrics["workqueue_longest_running_processor_seconds"]);
        Assert.Contains("meter", metrics.Labels);
    }

    [Fact]
    public async Task A_controller_reports_its_looks_by_result()
    {
        await using var api = await WidgetApi.NewAsync();
        await api.CreateAsync("a");
        var name = $"of-{api.Namespace}";
        using var metrics = new Recorded(name);
        await using var loop = await WidgetLoop.NewAsync(api, name: name);
        loop.OnLook = _ => loop.Looks.Count switch
        {
            1 => throw new InvalidOperationException("broken"),
            2 => Task.FromResult<Requeue>(new Requeue.Now()),
            3 => Task.FromResult<Requeue>(new Requeue.After(TimeSpan.FromMilliseconds(1))),
            _ => Task.FromResult<Requeue>(new Requeue.Done()),
        };
        loop.Start();

        await Eventually.Holds(() => metrics["controller_runtime_reconcile_total", "success"] == 1);
        Assert.Equal(1, metrics["controller_runtime_reconcile_total", "error"]);
        Assert.Equal(1, metrics["controller_runtime_reconcile_total", "requeue"]);
        Assert.Equal(1, metrics["controller_runtime_reconcile_total", "requeue_after"]);
        Assert.Equal(1, metrics["controller_runtime_reconcile_errors_total"]);
        Assert.Equal(4, metrics["controller_runtime_max_concurrent_reconciles"]);
        Assert.Equal(0, metrics["controller_runtime_active_workers"]);
        Assert.True(metrics["controller_runtime_reconcile_time_seconds"] > 0);
    }

    /// <summary>Everything recorded under one name or controller: sums of what is counted, the last of what is read.</summary>
    private sealed class Recorded : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly ConcurrentDictionary<string, double> _sums = new();
        private readonly string _owner;

        public Recorded(string owner)
        {
            _owner = owner;
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == "compute_operator.kubernetes")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
            _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
            _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
            _listener.Start();
        }

        public ConcurrentBag<string> Labels { get; } = [];

        public double this[string name, string result = ""]
        {
            get
            {
                _listener.RecordObservableInstruments();
                return _sums.GetValueOrDefault($"{name}/{result}");
            }
        }

        public void Dispose() => _listener.Dispose();

        private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var (mine, result) = (false, "");
            foreach (var tag in tags)
            {
                mine |= tag.Key is "name" or "controller" && Equals(tag.Value, _owner);
                result = tag.Key == "result" ? (string)tag.Value! : result;
            }

            if (!mine)
            {
                return;
            }

            foreach (var tag in tags)
            {
                Labels.Add((string)tag.Value!);
            }

            _sums.AddOrUpdate($"{instrument.Name}/{result}", value, (_, sum) => instrument.IsObservable ? value : sum + value);
        }
    }
}

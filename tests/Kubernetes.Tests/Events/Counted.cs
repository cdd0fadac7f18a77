using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using ComputeOperator.Kubernetes.Telemetry;

namespace ComputeOperator.Kubernetes.Tests.Events;

/// <summary>Sums up one counter of the library by one of its labels, or where it has none under the empty name, from now on.</summary>
internal sealed class Counted : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, long> _totals = new();

    public Counted(string counter, string? label = null)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == KubernetesMeter.Name && instrument.Name == counter)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
        {
            if (label is null)
            {
                _totals.AddOrUpdate("", value, (_, total) => total + value);
            }

            foreach (var tag in tags)
            {
                if (tag.Key == label)
                {
                    _totals.AddOrUpdate((string)tag.Value!, value, (_, total) => total + value);
                }
            }
        });
        _listener.Start();
    }

    public long this[string value] => _totals.GetValueOrDefault(value);

    public void Dispose() => _listener.Dispose();
}

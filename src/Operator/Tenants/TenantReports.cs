using System.Collections.Concurrent;

namespace ComputeOperator.Operator.Tenants;

/// <summary>When a tenant's figures are reported: at once after a quiet time, otherwise together, a second after the last write.</summary>
internal sealed class TenantReports(TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, Report> _reports = new(StringComparer.Ordinal);

    /// <summary>Whether a look at a tenant has to be asked for so that a change of its figures is reported; false: it is due anyhow.</summary>
    public bool IsNews(string tenant) => Interlocked.Exchange(ref Of(tenant).IsDue, 1) == 0;

    /// <summary>A look has begun: changes from now on are news.</summary>
    public void Begun(string tenant) => Interlocked.Exchange(ref Of(tenant).IsDue, 0);

    /// <summary>How long to wait with a report; null: it may be written now.</summary>
    public TimeSpan? WaitFor(string tenant)
    {
        var report = Of(tenant);
        if (report.WrittenAt is not { } written || time.GetElapsedTime(written) is var since && since >= Interval)
        {
            return null;
        }

        Interlocked.Exchange(ref report.IsDue, 1);
        return Interval - since;
    }

    /// <summary>Everything known so far has been written.</summary>
    public void Written(string tenant) => Of(tenant).WrittenAt = time.GetTimestamp();

    /// <summary>The tenant is gone.</summary>
    public void Forget(string tenant) => _reports.TryRemove(tenant, out _);

    private Report Of(string tenant) => _reports.GetOrAdd(tenant, _ => new());

    private sealed class Report
    {
        public int IsDue;

        public long? WrittenAt { get; set; }
    }
}

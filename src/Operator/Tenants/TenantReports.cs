using System.Collections.Concurrent;

namespace ComputeOperator.Operator.Tenants;

/// <summary>
/// When a tenant's figures are reported: together, half a second after the first change and a second after the last write, so that no report competes
/// with what the first change is a part of.
/// </summary>
internal sealed class TenantReports(TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(0.5);

    private readonly ConcurrentDictionary<string, Report> _reports = new(StringComparer.Ordinal);

    /// <summary>Whether a look at a tenant has to be asked for so that a change of its figures is reported; false: it is due anyhow.</summary>
    public bool IsNews(string tenant)
    {
        var report = Of(tenant);
        Interlocked.CompareExchange(ref report.ChangedAt, time.GetTimestamp(), 0);
        return Interlocked.Exchange(ref report.IsDue, 1) == 0;
    }

    /// <summary>A look has begun: changes from now on are news.</summary>
    public void Begun(string tenant) => Interlocked.Exchange(ref Of(tenant).IsDue, 0);

    /// <summary>How long to wait with a report; null: it may be written now.</summary>
    public TimeSpan? WaitFor(string tenant)
    {
        var report = Of(tenant);
        var wait = Longer(Left(Interlocked.Read(ref report.ChangedAt), Delay), Left(Interlocked.Read(ref report.WrittenAt), Interval));
        if (wait <= TimeSpan.Zero)
        {
            return null;
        }

        Interlocked.Exchange(ref report.IsDue, 1);
        return wait;
    }

    /// <summary>Everything known so far has been written.</summary>
    public void Written(string tenant)
    {
        var report = Of(tenant);
        Interlocked.Exchange(ref report.WrittenAt, time.GetTimestamp());
        Interlocked.Exchange(ref report.ChangedAt, 0);
    }

    /// <summary>The tenant is gone.</summary>
    public void Forget(string tenant) => _reports.TryRemove(tenant, out _);

    // 0: it has not happened.
    private TimeSpan Left(long since, TimeSpan whole) => since == 0 ? TimeSpan.Zero : whole - time.GetElapsedTime(since);

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private Report Of(string tenant) => _reports.GetOrAdd(tenant, _ => new());

    private sealed class Report
    {
        public int IsDue;
        public long ChangedAt;
        public long WrittenAt;
    }
}

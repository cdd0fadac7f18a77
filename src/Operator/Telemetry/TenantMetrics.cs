using System.Diagnostics.Metrics;
using ComputeOperator.Compute.Tenants;
using ComputeOperator.Entities.V1;

namespace ComputeOperator.Operator.Telemetry;

/// <summary>What the operator shows about Tenants: what their status says, and how long Instances waited to be let in.</summary>
internal sealed class TenantMetrics : IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "compute_operator.tenants";

    private static readonly (string Name, Func<TenantUsage, QuotaUsage> In)[] Items =
    [
        ("instances", usage => usage.Instances), ("vcpus", usage => usage.Vcpus), ("memory", usage => usage.Memory), ("disk", usage => usage.Disk),
    ];

    private readonly Meter _meter = new(MeterName);
    private readonly Histogram<double> _waits;

    /// <param name="tenants">The Tenants as last persisted; none where another operator leads, so that a sum over operators is right.</param>
    public TenantMetrics(Func<IReadOnlyList<Tenant>> tenants)
    {
        _waits = _meter.CreateHistogram(
            "compute_tenant_admission_wait_seconds", "s", "Time from the creation of an Instance until its Tenant let it in.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.01, 0.05, 0.1, 0.5, 1, 2, 5, 10, 30, 60, 300, 900, 3600, 14400, 86400] });
        _meter.CreateObservableGauge(
            "compute_tenant_quota_used", () => Usage(tenants, item => (double)item.Used.Value), null, "What is reserved of each item of the quota, in cores and bytes.");
        _meter.CreateObservableGauge(
            "compute_tenant_quota_limit", () => Usage(tenants, item => (double?)item.Limit?.Value), null, "What may be reserved of each item that is limited.");
        _meter.CreateObservableGauge(
            "compute_tenant_credits_spent", () => Each(tenants, status => status.Credits?.Spent), null, "Credits charged since the Tenant exists.");
        _meter.CreateObservableGauge(
            "compute_tenant_credits_available", () => Each(tenants, status => status.Credits?.Available), null, "Credits left, where they are limited.");
        _meter.CreateObservableGauge(
            "compute_tenant_instances_waiting", () => Each(tenants, status => status.Waiting), null, "Instances that wait for room.");
    }

    /// <summary>Instances were let in.</summary>
    public void Admitted(Tenant tenant, TenantPlan plan, DateTimeOffset now)
    {
        var waits = plan.Grants.Where(grant => grant.Request.IsNew).Select(grant => now - grant.Request.Created)
            .Concat(plan.Charges.Select(charge => charge.LetInAt - charge.Created).OfType<TimeSpan>());
        foreach (var waited in waits)
        {
            // The API server cuts creation times to whole seconds, and its clock is another.
            _waits.Record(Math.Max(0, waited.TotalSeconds), new KeyValuePair<string, object?>("tenant", tenant.Metadata.Name));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private static IEnumerable<Measurement<double>> Usage(Func<IReadOnlyList<Tenant>> tenants, Func<QuotaUsage, double?> value) =>
        from tenant in tenants()
        let usage = tenant.Status?.Usage
        where usage is not null
        from item in Items
        let figure = value(item.In(usage))
        where figure is not null
        select new Measurement<double>(figure.Value, new("tenant", tenant.Metadata.Name), new("item", item.Name));

    private static IEnumerable<Measurement<long>> Each(Func<IReadOnlyList<Tenant>> tenants, Func<TenantStatus, long?> value) =>
        from tenant in tenants()
        let figure = tenant.Status is { } status ? value(status) : null
        where figure is not null
        select new Measurement<long>(figure.Value, new KeyValuePair<string, object?>("tenant", tenant.Metadata.Name));
}

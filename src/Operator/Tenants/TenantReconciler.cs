using ComputeOperator.Compute.Tenants;
using ComputeOperator.Entities;
using ComputeOperator.Entities.V1;
using ComputeOperator.Kubernetes.Controllers;
using ComputeOperator.Kubernetes.Informers;
using ComputeOperator.Kubernetes.Meta;
using ComputeOperator.Kubernetes.Meta.Schema;
using ComputeOperator.Kubernetes.Serialization;
using ComputeOperator.Operator.Instances;
using ComputeOperator.Operator.Telemetry;

namespace ComputeOperator.Operator.Tenants;

/// <summary>
/// Lets the Instances of one tenant in, oldest first, and reports. One worker at a time looks at a tenant, and what comes in
/// meanwhile makes up the next look: so many admissions share one write, and each of them is based on the one before.
/// </summary>
[EntityRbac(typeof(Tenant), Verbs = RbacVerbs.List | RbacVerbs.Watch | RbacVerbs.Patch)]
[EntityRbac(typeof(Tenant), Subresource = "status", Verbs = RbacVerbs.Patch)]
internal sealed class TenantReconciler(
    EntityWriter<Tenant> writer,
    TenantBooks books,
    Informer<Instance> instances,
    ReferenceResolver references,
    TenantEventPublisher events,
    TenantMetrics metrics,
    TenantReports reports,
    TimeProvider time) : IEntityController<Tenant>, IEntityFinalizer<Tenant>
{
    private readonly KnownLedgers _ledgers = new();

    /// <summary>An Instance is to be looked at because of what its tenant has told it.</summary>
    public event Action<ResourceKey>? Told;

    /// <inheritdoc/>
    public string Name => ComputeApi.InUseFinalizer;

    /// <inheritdoc/>
    public async Task<Requeue> ReconcileAsync(Tenant entity, CancellationToken cancellation)
    {
        var book = await OpenAsync(entity, cancellation);
        if (!book.IsAwaited && entity.Status?.ObservedGeneration == entity.Metadata.Generation && reports.WaitFor(entity.Metadata.Name!) is { } wait)
        {
            return new Requeue.After(wait);
        }

        book.Assess(entity, instances.Store.Get, instance => AdmissionRequest.Of(instance, references.Resolve(instance)));
        var plan = book.Plan(entity, instances.NewestOf, time.GetUtcNow());
        Tell(plan.Told);
        return await WriteAsync(entity, book, plan, cancellation);
    }

    /// <inheritdoc/>
    public async Task<FinalizeResult> FinalizeAsync(Tenant entity, CancellationToken cancellation)
    {
        if ((await OpenAsync(entity, cancellation)).Instances.Count > 0)
        {
            return new FinalizeResult.Later(await ReconcileAsync(entity, cancellation));
        }

        _ledgers.Remove(entity);
        return new FinalizeResult.Finished();
    }

    // With every Instance in it that the ledger is based on; what changes from now on asks for another look.
    private async Task<TenantBook> OpenAsync(Tenant tenant, CancellationToken cancellation)
    {
        // A watch of a namespace where nothing happens does not tell how far it is, and would be listed each time.
        if (!_ledgers.Has(tenant) && TenantBook.NewestSeen(tenant) is { } version)
        {
            await instances.CatchUpAsync(version, cancellation);
        }

        _ledgers.Add(tenant);

        reports.Begun(tenant.Metadata.Name!);
        return books.Of(tenant.Metadata.Name!);
    }

    private async Task<Requeue> WriteAsync(Tenant tenant, TenantBook book, TenantPlan plan, CancellationToken cancellation)
    {
        if (MergePatch.Diff(tenant.Status ?? new TenantStatus(), plan.Status, EntitiesJsonContext.Default.TenantStatus) is not { } changes)
        {
            return new Requeue.Done();
        }

        if (!plan.IsUrgent && reports.WaitFor(tenant.Metadata.Name!) is { } wait)
        {
            // Who was refused because of grants that are not persisted may be let in after all.
            if (plan is { Grants.Count: > 0, Told.Count: > 0 })
            {
                book.Ended(plan, persisted: false);
            }

            return new Requeue.After(wait);
        }

        var persisted = false;
        try
        {
            _ledgers.Add(await writer.PatchStatusAsync(tenant, changes, cancellation));
            persisted = true;
        }
        finally
        {
            book.Ended(plan, persisted);
        }

        reports.Written(tenant.Metadata.Name!);
        events.Publish(tenant, plan);
        metrics.Admitted(tenant, plan, time.GetUtcNow());
        Tell(plan.Grants.Select(grant => grant.Request.Key));
        Tell(plan.Charges.Where(charge => charge.IsLeaving).Select(charge => charge.Key));
        return book.IsAwaited ? new Requeue.Now() : new Requeue.Done();
    }

    private void Tell(IEnumerable<ResourceKey> who)
    {
        foreach (var key in who)
        {
            Told?.Invoke(key);
        }
    }
}

using ComputeOperator.Compute.Lifecycle;
using ComputeOperator.Compute.Planning;
using ComputeOperator.Compute.Status;
using ComputeOperator.Entities;
using ComputeOperator.Entities.V1;
using ComputeOperator.Kubernetes.Client;
using ComputeOperator.Kubernetes.Controllers;
using ComputeOperator.Kubernetes.Meta.Schema;
using ComputeOperator.Kubernetes.Serialization;
using ComputeOperator.Operator.Telemetry;
using ComputeOperator.Operator.Tenants;
using ComputeOperator.Providers;

namespace ComputeOperator.Operator.Instances;

/// <summary>Brings one Instance one step further each time it is called, alive or being deleted.</summary>
[EntityRbac(typeof(Instance), Verbs = RbacVerbs.List | RbacVerbs.Watch | RbacVerbs.Patch | RbacVerbs.Delete)]
[EntityRbac(typeof(Instance), Subresource = "status", Verbs = RbacVerbs.Patch)]
[EntityRbac(typeof(MachineType), Verbs = RbacVerbs.List | RbacVerbs.Watch)]
internal sealed class InstanceReconciler(
    EntityWriter<Instance> writer,
    ReferenceResolver references,
    TenantDesk tenants,
    ProviderRegistry providers,
    ChildRemover children,
    InstanceEventPublisher events,
    InstanceMetrics metrics,
    TimeSpan resyncPeriod,
    Func<bool> mayWrite,
    TimeProvider time) : IEntityController<Instance>, IEntityFinalizer<Instance>
{
    // The tenant's worker tells; this is for when it cannot.
    private static readonly TimeSpan ChargeIsLate = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public string Name => ComputeApi.ForceStopFinalizer;

    /// <inheritdoc/>
    public async Task<Requeue> ReconcileAsync(Instance entity, CancellationToken cancellation) =>
        (await AdvanceAsync(entity, cancellation)).Requeue;

    /// <inheritdoc/>
    public async Task<FinalizeResult> FinalizeAsync(Instance entity, CancellationToken cancellation)
    {
        var (requeue, finished) = await AdvanceAsync(entity, cancellation);
        return finished ? new FinalizeResult.Finished() : new FinalizeResult.Later(requeue);
    }

    private async Task<(Requeue Requeue, bool Finished)> AdvanceAsync(Instance instance, CancellationToken cancellation)
    {
        var resolved = references.Resolve(instance);
        resolved = resolved with { Admission = tenants.Ask(instance, resolved) };
        var provider = providers.Find(resolved.ProviderName);
        var pass = await InstancePass.RunAsync(instance, resolved, provider, time.GetUtcNow(), mayWrite, cancellation);
        metrics.Performed(resolved.ProviderName, pass);
        if (pass.Finished)
        {
            // The credits are what a tenant knows of it later: they are charged before the last trace of it goes.
            if (!tenants.LetsGo(instance))
            {
                return (new Requeue.After(ChargeIsLate), false);
            }

            await FinishAsync(instance, pass, cancellation);
            return (new Requeue.Done(), true);
        }

        var wrote = await WriteAsync(instance, pass.Status, cancellation);
        if (wrote)
        {
            metrics.Written(instance.Status, pass);
            events.Publish(pass);
        }

        if (resolved.Children.Count > 0)
        {
            await RemoveChildrenAsync(instance, pass.Plan.Step, cancellation);
        }

        return (Pacing.After(pass, wrote, resyncPeriod), false);
    }

    private async Task RemoveChildrenAsync(Instance instance, Step step, CancellationToken cancellation)
    {
        try
        {
            await children.RemoveAsync(references.ChildrenOf(instance), cancellation);
        }
        catch (KubernetesException) when (step is not Step.AwaitChildren)
        {
            // Retried when nothing else is left to wait for: until then the machine has deadlines of its own, which the pauses between retries must not put off.
        }
    }

    private async Task FinishAsync(Instance instance, PassResult pass, CancellationToken cancellation)
    {
        if (GoneProjection.Of(pass) is { } last)
        {
            await WriteAsync(instance, last, cancellation);
        }

        events.Publish(pass);
    }

    private async Task<bool> WriteAsync(Instance instance, InstanceStatus status, CancellationToken cancellation)
    {
        if (MergePatch.Diff(instance.Status ?? new InstanceStatus(), status, EntitiesJsonContext.Default.InstanceStatus) is not { } changes)
        {
            return false;
        }

        await writer.PatchStatusAsync(instance, changes, cancellation);
        return true;
    }
}

using ComputeOperator.Entities.V1;
using ComputeOperator.Kubernetes.Controllers;
using ComputeOperator.Kubernetes.Informers;

namespace ComputeOperator.Operator.Tenants;

/// <summary>Which tenants to look at when Instances change, and which Instances when a Tenant does.</summary>
internal static class TenantWakeups
{
    public static void Subscribe(
        Informer<Instance> instances, Informer<Tenant> tenants, TenantBooks books, TenantReports reports,
        EntityController<Instance> instanceController, EntityController<Tenant> tenantController)
    {
        instances.Changed += change =>
        {
            if (change.Kind == ChangeKind.Unreadable)
            {
                books.Of(change.Latest.Spec.Tenant).Withdraw(change.Key, change.Latest.Metadata.Uid ?? "");
            }

            if (tenants.Store.Get(new("", change.Latest.Spec.Tenant)) is { } tenant)
            {
                WakeTenant(tenant.Metadata.Name!, books, reports, tenantController);
            }
        };
        tenants.Changed += change =>
        {
            if (change.Kind == ChangeKind.Deleted)
            {
                reports.Forget(change.Key.Name);
                books.Forget(change.Key.Name);
            }

            WakeInstances(change, books, instanceController);
        };
    }

    private static void WakeTenant(string tenant, TenantBooks books, TenantReports reports, EntityController<Tenant> controller)
    {
        if (books.Of(tenant).IsAwaited || reports.IsNews(tenant))
        {
            controller.Enqueue(new("", tenant));
        }
    }

    // Whoever waits for room is told by the tenant's worker. This is for what every Instance of the tenant has to know.
    private static void WakeInstances(Change<Tenant> change, TenantBooks books, EntityController<Instance> controller)
    {
        if (change is { Kind: ChangeKind.Modified, Old: { } old, New: { } now } && IsAsOpen(old, now))
        {
            return;
        }

        foreach (var key in books.Of(change.Key.Name).Instances)
        {
            controller.Enqueue(key);
        }
    }

    private static bool IsAsOpen(Tenant one, Tenant other) =>
        one.Spec.Suspended == other.Spec.Suspended
        && one.Metadata.IsDeleting() == other.Metadata.IsDeleting()
        && one.Spec.Namespaces.SequenceEqual(other.Spec.Namespaces);
}

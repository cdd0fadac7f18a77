using ComputeOperator.Compute.Planning;
using ComputeOperator.Compute.Tenants;
using ComputeOperator.Entities.V1;
using ComputeOperator.Kubernetes.Informers;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Operator.Tenants;

/// <summary>Where an Instance asks its tenant for room, and whether it may go. It answers at once, from the caches; the decision is made by the tenant's own worker.</summary>
internal sealed class TenantDesk(TenantBooks books, Store<Tenant> tenants, TimeProvider time)
{
    /// <summary>A tenant is to be looked at because somebody has asked for something.</summary>
    public event Action<ResourceKey>? Asked;

    /// <summary>What an Instance has been told so far.</summary>
    public Admission Ask(Instance instance, References references)
    {
        var tenant = new ResourceKey("", instance.Spec.Tenant);
        var answer = books.Of(tenant.Name).Ask(tenants.Get(tenant), instance, AdmissionRequest.Of(instance, references), time.GetUtcNow(), out var isNews);
        if (isNews)
        {
            Asked?.Invoke(tenant);
        }

        return answer;
    }

    /// <summary>Whether an Instance owes its tenant nothing. Otherwise the tenant is looked at, and it is told.</summary>
    public bool LetsGo(Instance instance)
    {
        var tenant = new ResourceKey("", instance.Spec.Tenant);
        var letsGo = TenantBook.LetsGo(tenants.Get(tenant), instance);
        if (!letsGo)
        {
            Asked?.Invoke(tenant);
        }

        return letsGo;
    }
}

using ComputeOperator.Compute.Tenants;
using ComputeOperator.Entities.V1;
using ComputeOperator.Kubernetes.Client;
using ComputeOperator.Kubernetes.Events;

namespace ComputeOperator.Operator.Tenants;

/// <summary>Records the audit trail of credits: each charge on the Instance and on the Tenant, each change of the grant on the Tenant.</summary>
internal sealed class TenantEventPublisher(
    EventRecorder recorder, ResourceDefinition<Tenant> tenants, ResourceDefinition<Instance> instances)
{
    /// <summary>The events of a plan that has been persisted.</summary>
    public void Publish(Tenant tenant, TenantPlan plan)
    {
        var payer = ObjectReference.To(tenant, tenants);
        foreach (var charge in plan.Charges.Where(charge => charge.Credits > 0))
        {
            var note = TenantEvents.Charged(tenant, charge);
            var payee = Instance(charge);
            recorder.Record(payee, EventType.Normal, TenantEvents.CreditsCharged, "Reserve", note, payer);
            recorder.Record(payer, EventType.Normal, TenantEvents.CreditsCharged, "Charge", note, payee);
        }

        if (TenantEvents.Adjusted(tenant.Status, plan.Status) is { } adjusted)
        {
            // Named with its version: two adjustments are two events, not one that happened twice.
            var version = payer with { ResourceVersion = tenant.Metadata.ResourceVersion };
            recorder.Record(payer, EventType.Normal, TenantEvents.CreditsAdjusted, "Adjust", adjusted, version);
        }
    }

    private ObjectReference Instance(Charge charge) => new()
    {
        ApiVersion = instances.ApiVersion,
        Kind = instances.Kind,
        Namespace = charge.Key.Namespace,
        Name = charge.Key.Name,
        Uid = charge.Uid,
    };
}

using ComputeOperator.Entities.V1;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Operator.Tests.Kit;

internal static class TenantAssertions
{
    public static Condition? Condition(this Tenant tenant, string type) => tenant.Status?.Conditions?.FirstOrDefault(c => c.Type == type);

    public static bool Holds(this Tenant tenant, string type) => tenant.Condition(type)?.Status == ConditionStatus.True;
}

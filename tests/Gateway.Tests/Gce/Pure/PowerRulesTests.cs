using ComputeOperator.Entities.V1;
using ComputeOperator.Gateway.Gce.Instances;
using ComputeOperator.Gateway.Tests.Kit;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Gateway.Tests.Gce.Pure;

public sealed class PowerRulesTests
{
    [Theory]
    [InlineData(InstancePhase.Terminated, PowerState.Running, ConditionStatus.False, true)]
    [InlineData(InstancePhase.Terminated, PowerState.Running, ConditionStatus.True, false)]
    [InlineData(InstancePhase.Terminated, PowerState.Stopped, ConditionStatus.False, false)]
    [InlineData(InstancePhase.Running, PowerState.Running, ConditionStatus.False, false)]
    [InlineData(InstancePhase.Provisioning, PowerState.Running, ConditionStatus.False, false)]
    public void A_machine_that_its_tenant_keeps_off_is_not_said_to_be_started(InstancePhase phase, PowerState wanted, ConditionStatus reserved, bool refused) =>
        Assert.Equal(refused, new PowerRules(strict: false).Start(Told(AnInstance.Of(phase, wanted), reserved)).IsRefused);

    private static Instance Told(Instance instance, ConditionStatus reserved) => instance with
    {
        Status = instance.Status! with
        {
            Conditions = [new() { Type = InstanceConditions.QuotaReserved, Status = reserved, Reason = "R", Message = "m", LastTransitionTime = AnInstance.Now }],
        },
    };
}

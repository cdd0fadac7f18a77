using ComputeOperator.Gateway.Configuration;
using ComputeOperator.Gateway.Gce;
using ComputeOperator.Gateway.Iaas;
using ComputeOperator.Gateway.Lifecycle;
using ComputeOperator.Gateway.VmManager;

namespace ComputeOperator.Gateway.Dialects;

/// <summary>The dialects that are spoken: a new one is a folder and a line here.</summary>
internal static class DialectList
{
    public static IReadOnlyList<IDialect> Of(GatewayOptions options) =>
    [
        new GceDialect(options),
        new IaasDialect(options),
        new LifecycleDialect(options),
        new VmManagerDialect(options),
    ];
}

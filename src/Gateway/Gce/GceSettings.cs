using ComputeOperator.Gateway.Configuration;

namespace ComputeOperator.Gateway.Gce;

/// <summary>What of the options the dialect goes by.</summary>
/// <param name="Links">The URLs in answers.</param>
/// <param name="DefaultZone">The zone in which instances have the names of their Kubernetes objects.</param>
/// <param name="Zones">Zones that are listed in any case.</param>
/// <param name="StrictState">Whether start and stop are refused where there is nothing to do.</param>
/// <param name="OperationWait">How long a change waits for its operation.</param>
/// <param name="RequestTimeout">How long a batch may take until all of it is read.</param>
internal sealed record GceSettings(Links Links, string DefaultZone, IReadOnlyList<string> Zones, bool StrictState, TimeSpan OperationWait, TimeSpan RequestTimeout)
{
    public static GceSettings Of(GatewayOptions options) =>
        new(new Links(options.GceLinks), options.DefaultZone, options.Zones, options.GceStrictState, options.OperationWait, options.RequestTimeout);
}

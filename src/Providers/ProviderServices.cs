using ComputeOperator.Compute.Providers;
using ComputeOperator.Providers.Simulated;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ComputeOperator.Providers;

/// <summary>Registers the providers: one line each.</summary>
public static class ProviderServices
{
    /// <summary>Adds every provider and the registry of them.</summary>
    public static IServiceCollection AddInstanceProviders(this IServiceCollection services) => services
        .AddSingleton<IInstanceProvider>(s => new SimulatedProvider(s.GetRequiredService<IOptions<SimulatedProviderOptions>>().Value))
        .AddSingleton<ProviderRegistry>();
}

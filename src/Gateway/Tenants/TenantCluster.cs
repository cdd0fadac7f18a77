using System.Reflection;
using ComputeOperator.Entities.V1;
using ComputeOperator.Gateway.Configuration;
using ComputeOperator.Gateway.Failures;
using ComputeOperator.Gateway.Identity;
using ComputeOperator.Gateway.Instances;
using ComputeOperator.Kubernetes.Client;

namespace ComputeOperator.Gateway.Tenants;

/// <summary>
/// The cluster as one caller may use it on behalf of one tenant: the instances of the tenant in its home namespace, whoever made them.
/// Endpoints of dialects that have tenants instead of namespaces take it as a parameter.
/// </summary>
internal sealed class TenantCluster(CallerCluster caller, TenantHome home, Tenant? tenant, bool createTenants)
{
    public CallerCluster Caller { get; } = caller;

    public TenantHome Home { get; } = home;

    /// <summary>The Tenant; null when there is none, or the caller may not read it.</summary>
    public Tenant? Tenant { get; } = tenant;

    /// <summary>How the framework makes one for a request.</summary>
    public static async ValueTask<TenantCluster?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var services = context.RequestServices;
        var caller = services.GetRequiredService<Cluster>().Of(context.Request);
        var (home, tenant) = await caller.Tenants.HomeAsync(TenantId.Of(context.Request.Headers), context.RequestAborted);
        return new(caller, home, tenant, services.GetRequiredService<GatewayOptions>().AutoCreateTenants);
    }

    /// <summary>Reads an instance of the tenant; null when the tenant has none of that id.</summary>
    public async Task<Instance?> FindAsync(string id, CancellationToken cancellation)
    {
        var found = ObjectNames.IsLegal(id) ? await Caller.Instances.FindAsync(new(Home.Namespace, id), cancellation) : null;
        return found?.Spec.Tenant == Home.Tenant ? found : null;
    }

    /// <summary>Whether another tenant has an instance of that id, as far as the caller may look.</summary>
    public async Task<bool> IsOfAnotherAsync(string id, CancellationToken cancellation)
    {
        if (!ObjectNames.IsLegal(id))
        {
            return false;
        }

        try
        {
            return (await Caller.Instances.ListNamedAsync(id, cancellation)).Any(instance => instance.Spec.Tenant != Home.Tenant);
        }
        catch (KubernetesException e) when (e.IsForbidden)
        {
            return false;
        }
    }

    /// <summary>Reads all instances of the tenant, in order of their ids.</summary>
    public Task<IReadOnlyList<Instance>> ListAsync(CancellationToken cancellation) =>
        Caller.Instances.ListOfTenantAsync(Home.Namespace, Home.Tenant, cancellation);

    /// <summary>Creates an instance of the tenant; the tenant and its namespace too where that is allowed.</summary>
    /// <exception cref="FailureException">There is no such tenant.</exception>
    public async Task<Instance> CreateAsync(InstanceDraft draft, CancellationToken cancellation)
    {
        if (Home.IsUnknown)
        {
            await EnsureAsync($"Tenant '{Home.Tenant}' does not exist.", cancellation);
        }

        try
        {
            return await Caller.Instances.CreateAsync(draft, cancellation);
        }
        catch (KubernetesException e) when (e.IsNotFound && e.Status.Details?.Kind == "namespaces")
        {
            await EnsureAsync($"Namespace '{Home.Namespace}' of tenant '{Home.Tenant}' does not exist.", cancellation);
            return await Caller.Instances.CreateAsync(draft, cancellation);
        }
    }

    private Task EnsureAsync(string absent, CancellationToken cancellation) =>
        createTenants ? Caller.Tenants.EnsureAsync(Home, cancellation) : throw new FailureException(new Failure.Forbidden(absent));
}

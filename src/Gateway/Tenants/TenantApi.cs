using System.Text.Json;
using ComputeOperator.Entities.V1;
using ComputeOperator.Gateway.Failures;
using ComputeOperator.Gateway.Instances;
using ComputeOperator.Kubernetes.Client;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Gateway.Tenants;

/// <summary>Tenants as one caller may use them.</summary>
internal sealed class TenantApi(ResourceClient<Tenant> tenants, ResourceClient<Namespace> namespaces)
{
    private const int MostTries = 10;

    /// <summary>Reads one; null when there is none.</summary>
    public Task<Tenant?> FindAsync(string name, CancellationToken cancellation) => tenants.GetAsync(new("", name), cancellation);

    /// <summary>The home of a tenant. Who may not read Tenants goes by the rule for those that name no namespace.</summary>
    public async Task<(TenantHome Home, Tenant? Tenant)> HomeAsync(string name, CancellationToken cancellation)
    {
        try
        {
            var found = await FindAsync(name, cancellation);
            return (TenantHome.Of(name, found, isUnknown: found is null), found);
        }
        catch (KubernetesException e) when (e.IsForbidden)
        {
            return (TenantHome.Of(name, null, isUnknown: false), null);
        }
    }

    /// <summary>Creates what is missing of a tenant and its namespace; the namespace first, so that a tenant always has one.</summary>
    public async Task EnsureAsync(TenantHome home, CancellationToken cancellation)
    {
        await CreateIfAbsentAsync(
            namespaces, new Namespace { ApiVersion = "v1", Kind = "Namespace", Metadata = new() { Name = home.Namespace } }, cancellation);
        if (home.IsUnknown)
        {
            await CreateIfAbsentAsync(
                tenants,
                new Tenant
                {
                    ApiVersion = tenants.Definition.ApiVersion,
                    Kind = tenants.Definition.Kind,
                    Metadata = new() { Name = home.Tenant },
                    Spec = new() { Namespaces = [home.Namespace] },
                },
                cancellation);
        }
    }

    /// <summary>Sets the credits granted as <paramref name="decide"/> says, which is asked again when others were faster: no adjustment is lost.</summary>
    public async Task<Tenant> GrantAsync(Tenant tenant, Func<Tenant, long> decide, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var change = new GrantDocument(new(tenant.Metadata.ResourceVersion), new(new(decide(tenant))));
            try
            {
                var patch = new Patch.Merge(JsonSerializer.SerializeToUtf8Bytes(change, GrantJsonContext.Default.GrantDocument));
                return await LostAnswer.ToldAsync(tenants.PatchAsync(ResourceKey.Of(tenant), patch, new(FieldManager.Name), cancellation));
            }
            catch (KubernetesException e) when (e.IsConflict && attempt < MostTries)
            {
                tenant = await FindAsync(tenant.Metadata.Name!, cancellation) ?? throw new FailureException(new Failure.NotFound("Tenant not found"), e);
            }
        }
    }

    private static async Task CreateIfAbsentAsync<T>(ResourceClient<T> client, T entity, CancellationToken cancellation)
        where T : class, IKubernetesObject
    {
        try
        {
            await client.CreateAsync(entity, FieldManager.Name, cancellation);
        }
        catch (KubernetesException e) when (e.IsAlreadyExists)
        {
        }
    }
}

using System.Net;
using ComputeOperator.Entities.V1;
using ComputeOperator.Kubernetes.Client;

namespace ComputeOperator.Gateway.Instances;

/// <summary>
/// Reads lists of Instances for all callers: a few at a time, page by page, because each is as large as what callers have made. What is chosen by a field
/// is chosen here, and by the API server before where it can.
/// </summary>
internal sealed class InstanceLists(TimeProvider time) : IDisposable
{
    private const int PageSize = 100;
    private const int AtOnce = 4;

    private readonly SemaphoreSlim _places = new(AtOnce);
    private readonly FieldSelection _fields = new(time);

    /// <summary>Reads all that are as wanted, in order of their names.</summary>
    public async Task<IReadOnlyList<Instance>> ReadAsync(
        ResourceClient<Instance> instances, string? ns, InstanceSelector selector, CancellationToken cancellation)
    {
        await _places.WaitAsync(cancellation);
        try
        {
            return await ReadPagesAsync(instances, ns, selector, cancellation);
        }
        finally
        {
            _places.Release();
        }
    }

    public void Dispose() => _places.Dispose();

    private async Task<IReadOnlyList<Instance>> ReadPagesAsync(
        ResourceClient<Instance> instances, string? ns, InstanceSelector selector, CancellationToken cancellation)
    {
        if (!selector.IsOfSpec || _fields.IsWorthAsking)
        {
            try
            {
                return await ReadPagesAsync(instances, ns, selector, selector.FieldSelector, cancellation);
            }
            catch (KubernetesException e) when (e.StatusCode == HttpStatusCode.BadRequest && selector.IsOfSpec)
            {
                _fields.Refused();
            }
        }

        return await ReadPagesAsync(instances, ns, selector, null, cancellation);
    }

    private static async Task<IReadOnlyList<Instance>> ReadPagesAsync(
        ResourceClient<Instance> instances, string? ns, InstanceSelector selector, string? fields, CancellationToken cancellation)
    {
        List<Instance> all = [];
        for (string? next = null; ;)
        {
            var page = await instances.ListPageAsync(ns, new() { Limit = PageSize, Continue = next, FieldSelector = fields }, cancellation);
            all.AddRange(page.Items.Where(selector.IsWanted));
            next = page.Metadata.Continue;
            if (string.IsNullOrEmpty(next))
            {
                return all;
            }
        }
    }
}

using System.Net;
using ComputeOperator.Entities.V1;
using ComputeOperator.Gateway.Failures;
using ComputeOperator.Kubernetes.Client;

namespace ComputeOperator.Gateway.Instances;

/// <summary>
/// Reads lists of Instances for all callers: a few at a time, page by page, and only as much of them as there is memory for, because each is as large as what
/// callers have made. What is chosen by a field is chosen here, and by the API server before where it can.
/// </summary>
internal sealed class InstanceLists(TimeProvider time) : IDisposable
{
    /// <summary>How much of the API server's answers all lists that are being read keep together, in bytes.</summary>
    internal const int MostKept = 48 * 1024 * 1024;

    /// <summary>The largest page that is read, in bytes: more than one object can be.</summary>
    internal const int LargestPage = 4 * 1024 * 1024;

    private const int PageSize = 100;
    private const int AtOnce = 4;

    // How much smaller a page is after one that was too large.
    private const int Shrinking = 4;

    private static readonly TimeSpan WhenFull = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _places = new(AtOnce);
    private readonly FieldSelection _fields = new(time);
    private long _kept;

    /// <summary>Reads all that are as wanted, in order of their names.</summary>
    /// <exception cref="FailureException">They are too large together.</exception>
    public async Task<IReadOnlyList<Instance>> ReadAsync(
        ResourceClient<Instance> instances, string? ns, InstanceSelector selector, CancellationToken cancellation)
    {
        List<Instance> all = [];
        long kept = 0;
        try
        {
            await VisitPagesAsync(
                instances,
                ns,
                selector,
                page =>
                {
                    var before = all.Count;
                    all.AddRange(page.Items.Where(selector.IsWanted));
                    if (all.Count > before)
                    {
                        Interlocked.Add(ref _kept, page.Bytes);
                        kept += page.Bytes;
                        CheckRoom(kept);
                    }

                    return true;
                },
                cancellation);
            return all;
        }
        finally
        {
            Interlocked.Add(ref _kept, -kept);
        }
    }

    /// <summary>Shows all that are as wanted to <paramref name="visit"/>, in order of their names, until it says that it wants no more. Nothing is kept of them.</summary>
    public Task VisitAsync(
        ResourceClient<Instance> instances, string? ns, InstanceSelector selector, Func<Instance, bool> visit, CancellationToken cancellation) =>
        VisitPagesAsync(instances, ns, selector, page => page.Items.Where(selector.IsWanted).All(visit), cancellation);

    public void Dispose() => _places.Dispose();

    private void CheckRoom(long own)
    {
        if (own > MostKept)
        {
            throw TooLarge();
        }

        if (Interlocked.Read(ref _kept) > MostKept)
        {
            throw new FailureException(new Failure.Unavailable("Too many large lists are being read.", WhenFull));
        }
    }

    private async Task VisitPagesAsync(
        ResourceClient<Instance> instances, string? ns, InstanceSelector selector, Func<ResourceList<Instance>, bool> visit, CancellationToken cancellation)
    {
        await _places.WaitAsync(cancellation);
        try
        {
            await EachPageAsync(instances, ns, selector, visit, cancellation);
        }
        finally
        {
            _places.Release();
        }
    }

    private async Task EachPageAsync(
        ResourceClient<Instance> instances, string? ns, InstanceSelector selector, Func<ResourceList<Instance>, bool> visit, CancellationToken cancellation)
    {
        var fields = selector.IsOfSpec && !_fields.IsWorthAsking ? null : selector.FieldSelector;
        var options = new ListOptions { Limit = PageSize, MostBytes = LargestPage, FieldSelector = fields };
        while (true)
        {
            try
            {
                var page = await instances.ListPageAsync(ns, options, cancellation);
                if (!visit(page) || string.IsNullOrEmpty(page.Metadata.Continue))
                {
                    return;
                }

                options = options with { Continue = page.Metadata.Continue };
            }
            catch (KubernetesException e) when (e.StatusCode == HttpStatusCode.BadRequest && selector.IsOfSpec && options.FieldSelector is not null)
            {
                // It may be another server than that of the page before, which is not read a second time.
                _fields.Refused();
                options = options with { FieldSelector = null };
            }
            catch (AnswerTooLargeException e)
            {
                options = options.Limit is > 1 and var limit ? options with { Limit = Math.Max(1, limit / Shrinking) } : throw TooLarge(e);
            }
        }
    }

    private static FailureException TooLarge(Exception? cause = null) =>
        new(new Failure.AnswerTooLarge("What the instances have in metadata and configuration is too large together to be listed."), cause);
}

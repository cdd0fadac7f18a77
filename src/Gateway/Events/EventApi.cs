using ComputeOperator.Entities.V1;
using ComputeOperator.Gateway.Failures;
using ComputeOperator.Gateway.Instances;
using ComputeOperator.Kubernetes.Client;
using ComputeOperator.Kubernetes.Events;

namespace ComputeOperator.Gateway.Events;

/// <summary>Kubernetes events about Instances and Tenants, as one caller may see them.</summary>
internal sealed class EventApi(ResourceClient<Event> events)
{
    /// <summary>Where events about objects without a namespace are.</summary>
    public const string ClusterNamespace = "default";

    private const int PageSize = 500;
    private const int AtOnce = 4;

    // Of the process, because its memory is: there can be many events, and each list holds all that it has read so far.
    private static readonly SemaphoreSlim Places = new(AtOnce);

    /// <summary>Reads those about objects of a kind, in one namespace or in all.</summary>
    /// <param name="ns">The namespace; null: all.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="name">The object; null: all.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<IReadOnlyList<Event>> ListAsync(string? ns, string kind, string? name, CancellationToken cancellation)
    {
        await Places.WaitAsync(cancellation);
        try
        {
            return await ReadAsync(ns, kind, name, cancellation);
        }
        finally
        {
            Places.Release();
        }
    }

    /// <summary>Records something that a person did, with the person's own rights; who has none to record leaves no event.</summary>
    public async Task RecordAsync(ObjectReference regarding, string reason, string action, string note, DateTimeOffset now, CancellationToken cancellation)
    {
        var recorded = new Event
        {
            ApiVersion = events.Definition.ApiVersion,
            Kind = events.Definition.Kind,
            Metadata = new() { Name = $"{regarding.Name}.{Guid.NewGuid():N}", Namespace = regarding.Namespace ?? ClusterNamespace },
            EventTime = now,
            ReportingController = $"{ComputeApi.Group}/{FieldManager.Name}",
            ReportingInstance = Environment.MachineName,
            Action = action,
            Reason = reason,
            Regarding = regarding,
            Note = EventNote.Of(note),
            Type = nameof(EventType.Normal),
        };
        try
        {
            await events.CreateAsync(recorded, FieldManager.Name, cancellation);
        }
        catch (Exception e) when (e is KubernetesException || Outage.IsOne(e))
        {
            // What was done is done, recorded or not.
        }
    }

    private async Task<IReadOnlyList<Event>> ReadAsync(string? ns, string kind, string? name, CancellationToken cancellation)
    {
        var selector = name is null ? $"regarding.kind={kind}" : $"regarding.kind={kind},regarding.name={name}";
        List<Event> all = [];
        for (string? next = null; ;)
        {
            var page = await events.ListPageAsync(ns, new() { Limit = PageSize, Continue = next, FieldSelector = selector }, cancellation);
            all.AddRange(page.Items.Where(@event => @event.Regarding?.ApiVersion.StartsWith(ComputeApi.Group + "/", StringComparison.Ordinal) == true));
            next = page.Metadata.Continue;
            if (string.IsNullOrEmpty(next))
            {
                return all;
            }
        }
    }
}

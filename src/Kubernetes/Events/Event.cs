using System.Text.Json.Serialization;
using ComputeOperator.Kubernetes.Client;
using ComputeOperator.Kubernetes.Meta;
using ComputeOperator.Kubernetes.Meta.Schema;

namespace ComputeOperator.Kubernetes.Events;

/// <summary>A report, for people, of something that happened to an object (<c>events.k8s.io/v1 Event</c>).</summary>
[KubernetesEntity(Group = "events.k8s.io", ApiVersion = "v1", Kind = "Event", PluralName = "events")]
public sealed record Event : IKubernetesObject
{
    /// <summary>Where events live in the API.</summary>
    public static ResourceDefinition<Event> Definition { get; } =
        ResourceDefinition.From(EventsJsonContext.Default.Event);

    /// <inheritdoc/>
    public string? ApiVersion { get; init; }

    /// <inheritdoc/>
    public string? Kind { get; init; }

    /// <inheritdoc/>
    public required ObjectMeta Metadata { get; init; }

    /// <summary>When it first happened.</summary>
    [JsonConverter(typeof(KubernetesMicroTimeConverter))]
    public DateTimeOffset? EventTime { get; init; }

    /// <summary>How often it happened since; absent for what happened once.</summary>
    public EventSeries? Series { get; init; }

    /// <summary>Which controller reports, <c>example.com/controller</c>.</summary>
    public string? ReportingController { get; init; }

    /// <summary>Which process of that controller.</summary>
    public string? ReportingInstance { get; init; }

    /// <summary>What the controller did or tried, in UpperCamelCase.</summary>
    public string? Action { get; init; }

    /// <summary>Why, in UpperCamelCase: the word that people and programs look for.</summary>
    public string? Reason { get; init; }

    /// <summary>The object it is about.</summary>
    public ObjectReference? Regarding { get; init; }

    /// <summary>Another object involved.</summary>
    public ObjectReference? Related { get; init; }

    /// <summary>One sentence for people, at most 1,024 bytes.</summary>
    public string? Note { get; init; }

    /// <summary>Normal or Warning; others may appear in events of others.</summary>
    public string? Type { get; init; }
}

/// <summary>Repetitions of one event.</summary>
public sealed record EventSeries
{
    /// <summary>How often it happened, the first time included; at least 2.</summary>
    public required int Count { get; init; }

    /// <summary>When it last happened.</summary>
    [JsonConverter(typeof(KubernetesMicroTimeConverter))]
    public required DateTimeOffset LastObservedTime { get; init; }
}

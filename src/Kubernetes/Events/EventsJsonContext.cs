using System.Text.Json;
using System.Text.Json.Serialization;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Kubernetes.Events;

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(KubernetesTimeConverter)])]
[JsonSerializable(typeof(Event))]
[JsonSerializable(typeof(SeriesPatch))]
internal sealed partial class EventsJsonContext : JsonSerializerContext;

/// <summary>The one part of an event that may change.</summary>
internal sealed record SeriesPatch(EventSeries Series);

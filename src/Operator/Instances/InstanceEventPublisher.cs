using ComputeOperator.Compute.Events;
using ComputeOperator.Compute.Planning;
using ComputeOperator.Entities.V1;
using ComputeOperator.Kubernetes.Client;
using ComputeOperator.Kubernetes.Events;

namespace ComputeOperator.Operator.Instances;

/// <summary>Records the Kubernetes events of what happens to Instances.</summary>
internal sealed class InstanceEventPublisher(EventRecorder recorder, ResourceDefinition<Instance> definition)
{
    /// <summary>The events of a step that has been persisted.</summary>
    public void Publish(PassResult pass)
    {
        var regarding = ObjectReference.To(pass.Situation.Instance, definition);
        foreach (var @event in InstanceEvents.Of(pass.Situation, pass.Plan, pass.Outcome, pass.Status))
        {
            recorder.Record(regarding, @event.IsWarning ? EventType.Warning : EventType.Normal, @event.Reason, @event.Action, @event.Note);
        }
    }

    /// <summary>An Instance that could not be read.</summary>
    public void Malformed(MalformedObject malformed) => recorder.Record(
        new ObjectReference
        {
            ApiVersion = definition.ApiVersion,
            Kind = definition.Kind,
            Namespace = malformed.Metadata.Namespace,
            Name = malformed.Metadata.Name ?? "unknown",
            Uid = malformed.Metadata.Uid,
        },
        EventType.Warning, "Malformed", "Read", $"The Instance cannot be read and is skipped, its deletion too, until it is mended or its finalizer {ComputeApi.ForceStopFinalizer} is taken off by hand: {malformed.Error}");
}

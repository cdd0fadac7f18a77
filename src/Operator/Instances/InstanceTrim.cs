using ComputeOperator.Entities.V1;

namespace ComputeOperator.Operator.Instances;

/// <summary>
/// What the cache keeps of an Instance: all that a decision reads. Guest metadata, configuration, labels and the rest can be large
/// and are only carried. Status is kept whole: changes to it are computed against the cache.
/// </summary>
/// <param name="annotations">Names of the annotations that a provider reads.</param>
internal sealed class InstanceTrim(IReadOnlyList<string> annotations)
{
    public Instance Trim(Instance instance) => instance with
    {
        ApiVersion = null,
        Kind = null,
        Metadata = instance.Metadata with
        {
            Labels = null,
            OwnerReferences = null,
            GenerateName = null,
            Annotations = Annotations(instance.Metadata.Annotations),
        },
        Spec = instance.Spec with { Description = null, Metadata = null, Tags = null, Config = null },
    };

    private Dictionary<string, string>? Annotations(IReadOnlyDictionary<string, string>? all)
    {
        Dictionary<string, string>? kept = null;
        foreach (var name in all is { Count: > 0 } ? annotations : [])
        {
            if (all!.TryGetValue(name, out var value))
            {
                (kept ??= [])[name] = value;
            }
        }

        return kept;
    }
}

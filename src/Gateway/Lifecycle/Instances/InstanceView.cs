using System.Text.Json;
using ComputeOperator.Entities.V1;
using ComputeOperator.Gateway.Instances;
using ComputeOperator.Gateway.Lifecycle.Contracts;

namespace ComputeOperator.Gateway.Lifecycle.Instances;

/// <summary>An Instance as this dialect shows it. Pure.</summary>
internal static class InstanceView
{
    private static readonly JsonElement NoConfig = JsonElement.Parse("{}");

    public static InstanceResource Of(Instance instance) => new()
    {
        Id = instance.Metadata.Name!,
        Name = ObjectNames.Display(instance),
        Scope = Scopes.Word(instance.Spec.Scope),
        Status = Statuses.Of(instance),
        ParentId = instance.Spec.Parent,
        Config = instance.Spec.Config ?? NoConfig,
        Description = instance.Spec.Description,
        CreatedAt = InstanceTimes.Created(instance),
        UpdatedAt = InstanceTimes.Updated(instance),
        StartedAt = instance.Status?.LastStartTimestamp,
    };
}

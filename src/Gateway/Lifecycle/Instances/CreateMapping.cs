using ComputeOperator.Entities.V1;
using ComputeOperator.Gateway.Dialects;
using ComputeOperator.Gateway.Failures;
using ComputeOperator.Gateway.Instances;
using ComputeOperator.Gateway.Lifecycle.Contracts;
using ComputeOperator.Gateway.Tenants;

namespace ComputeOperator.Gateway.Lifecycle.Instances;

/// <summary>The body of a creation as an Instance to be created. Pure.</summary>
/// <param name="machineType">What all instances of this dialect are, which has no word for it.</param>
/// <param name="zone">Where they are.</param>
internal sealed class CreateMapping(string machineType, string zone)
{
    private const int LongestName = 255;
    private const int LongestDescription = 2048;

    /// <summary>The request.</summary>
    /// <exception cref="FailureException">The body says something that cannot be.</exception>
    public static CreateRequest Read(BodyFields body)
    {
        var request = new CreateRequest
        {
            Name = body.RequiredText("name", LongestName),
            Scope = body.RequiredWord("scope", Scopes.Words),
            ParentId = body.Text("parent_id", int.MaxValue),
            Config = body.Object("config"),
            Description = body.Text("description", LongestDescription),
        };
        body.Check();
        return request;
    }

    /// <summary>The Instance, which runs only once it is started.</summary>
    public InstanceDraft ToDraft(CreateRequest request, TenantHome home) => new()
    {
        Namespace = home.Namespace,
        Name = ObjectNames.Unique(request.Name),
        Annotations = new Dictionary<string, string?> { [ObjectNames.DisplayAnnotation] = request.Name },
        Spec = new()
        {
            MachineType = machineType,
            Tenant = home.Tenant,
            Zone = zone,
            PowerState = PowerState.Stopped,
            Scope = Scopes.Of(request.Scope),
            Parent = string.IsNullOrEmpty(request.ParentId) ? null : request.ParentId,
            Config = request.Config,
            Description = request.Description,
        },
    };
}

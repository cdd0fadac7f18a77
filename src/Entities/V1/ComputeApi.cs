namespace ComputeOperator.Entities.V1;

/// <summary>Names that every kind of the API group shares.</summary>
public static class ComputeApi
{
    /// <summary>The API group.</summary>
    public const string Group = "compute.iaas.dev";

    /// <summary>The version.</summary>
    public const string Version = "v1";

    /// <summary>The category under which <c>kubectl get compute</c> lists every kind.</summary>
    public const string Category = "compute";

    /// <summary>The finalizer that holds an Instance until its machine is stopped and removed.</summary>
    public const string ForceStopFinalizer = "compute.iaas.dev/force-stop";

    /// <summary>The finalizer that holds a Tenant while Instances belong to it.</summary>
    public const string InUseFinalizer = "compute.iaas.dev/in-use";

    /// <summary>The Tenant of Instances that name none.</summary>
    public const string DefaultTenant = "default";

    /// <summary>The status of what no operator has looked at yet. Without a condition, tools that go by kstatus, such as Flux, would take it for current.</summary>
    internal const string UnseenStatus = """
        {"conditions":[{"type":"Ready","status":"Unknown","reason":"Pending","message":"The operator has not looked at it yet","lastTransitionTime":"1970-01-01T00:00:00Z"}]}
        """;
}

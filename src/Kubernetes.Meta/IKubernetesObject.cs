namespace ComputeOperator.Kubernetes.Meta;

/// <summary>What every object of the Kubernetes API carries.</summary>
public interface IKubernetesObject
{
    /// <summary>Group and version, <c>group/version</c> or <c>v1</c>; absent on the items of a list.</summary>
    string? ApiVersion { get; }

    /// <summary>The kind; absent on the items of a list.</summary>
    string? Kind { get; }

    /// <summary>Name, namespace, uid and the rest of the object's metadata.</summary>
    ObjectMeta Metadata { get; }
}

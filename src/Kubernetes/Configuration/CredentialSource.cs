namespace ComputeOperator.Kubernetes.Configuration;

/// <summary>Where credentials come from that may change while the program runs.</summary>
public abstract class CredentialSource
{
    /// <summary>The credential to use now.</summary>
    /// <exception cref="KubernetesConfigurationException">There is none to be had.</exception>
    public abstract ValueTask<Credential> GetAsync(CancellationToken cancellation);

    /// <summary>Takes note that the server refused <paramref name="refused"/>; whether another may be had.</summary>
    public abstract bool Reject(Credential refused);
}

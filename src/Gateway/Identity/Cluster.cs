using ComputeOperator.Entities;
using ComputeOperator.Entities.V1;
using ComputeOperator.Gateway.Configuration;
using ComputeOperator.Gateway.Failures;
using ComputeOperator.Kubernetes.Client;

namespace ComputeOperator.Gateway.Identity;

/// <summary>
/// The API server, with whoever's rights a request has. All callers share the connections, each request proves itself; with
/// <see cref="AuthenticationMode.None"/> the connections have the gateway's own identity.
/// </summary>
internal sealed class Cluster(KubernetesTransport transport, AuthenticationMode mode, TimeProvider time)
{
    private readonly ResourceClient<Instance> _instances = transport.For(ResourceDefinition.From(EntitiesJsonContext.Default.Instance));
    private readonly ResourceClient<MachineType> _machineTypes = transport.For(ResourceDefinition.From(EntitiesJsonContext.Default.MachineType));

    /// <summary>The cluster as the caller of a request may use it.</summary>
    /// <exception cref="FailureException">The request says not who calls.</exception>
    public CallerCluster Of(HttpRequest request)
    {
        if (mode == AuthenticationMode.None)
        {
            return new(_instances, _machineTypes, time);
        }

        var proof = BearerToken.Of(request.Headers.Authorization)
            ?? throw new FailureException(new Failure.Unauthenticated("The request needs a bearer token: Authorization: Bearer TOKEN."));
        return new(_instances.As(proof), _machineTypes.As(proof), time);
    }
}

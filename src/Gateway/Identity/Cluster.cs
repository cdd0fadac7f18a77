using ComputeOperator.Gateway.Configuration;
using ComputeOperator.Gateway.Failures;
using ComputeOperator.Gateway.Instances;
using ComputeOperator.Kubernetes.Client;

namespace ComputeOperator.Gateway.Identity;

/// <summary>
/// The API server, with whoever's rights a request has. All callers share the connections, each request proves itself; with
/// <see cref="AuthenticationMode.None"/> the connections have the gateway's own identity.
/// </summary>
internal sealed class Cluster(KubernetesTransport transport, AuthenticationMode mode, TimeProvider time, CancellationToken stopping) : IDisposable
{
    // Each is a watch: several ten KiB.
    private const int MostWaits = 500;

    private readonly ClusterClients _clients = ClusterClients.Of(transport);
    private readonly InstanceLists _lists = new(time);
    private readonly InstanceWaits _waits = new(MostWaits);

    /// <summary>The cluster as the caller of a request may use it.</summary>
    /// <exception cref="FailureException">The request says not who calls.</exception>
    public CallerCluster Of(HttpRequest request) => Find(request)
        ?? throw new FailureException(new Failure.Unauthenticated("The request needs a bearer token: Authorization: Bearer TOKEN."));

    /// <summary>The cluster as the caller of a request may use it; null: the request says not who calls.</summary>
    public CallerCluster? Find(HttpRequest request)
    {
        var proof = mode == AuthenticationMode.Token ? BearerToken.Of(request.Headers.Authorization) : null;
        return proof is null && mode == AuthenticationMode.Token
            ? null
            : new(_clients, _lists, request.HttpContext.Features.Get<InstanceWaits>() ?? _waits, proof, time, stopping);
    }

    public void Dispose()
    {
        _lists.Dispose();
        _waits.Dispose();
    }
}

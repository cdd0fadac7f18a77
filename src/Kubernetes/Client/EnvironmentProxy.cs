using System.Net;

namespace ComputeOperator.Kubernetes.Client;

/// <summary>
/// The proxy that the environment names, with the exceptions that Kubernetes' other clients make where the platform makes fewer:
/// this machine itself, and what <see cref="NoProxy"/> reads in <c>NO_PROXY</c>.
/// </summary>
/// <param name="environment">The platform's view of the environment.</param>
/// <param name="variable">Looks an environment variable up.</param>
internal sealed class EnvironmentProxy(IWebProxy environment, Func<string, string?> variable) : IWebProxy
{
    private readonly NoProxy _direct = new(variable("NO_PROXY") is { Length: > 0 } list ? list : variable("no_proxy") ?? "");

    /// <summary>User and password from the proxy's address.</summary>
    public ICredentials? Credentials
    {
        get => environment.Credentials;
        set => environment.Credentials = value;
    }

    public Uri? GetProxy(Uri destination) => IsBypassed(destination) ? null : environment.GetProxy(destination);

    public bool IsBypassed(Uri host) => host.IsLoopback || _direct.Covers(host) || environment.GetProxy(host) is null;
}

using System.Net;

namespace ComputeOperator.Kubernetes.Client;

/// <summary>
/// The proxy that the environment names, with the two exceptions that Kubernetes' other clients make and the platform does
/// not: this machine itself, and address ranges in <c>NO_PROXY</c>.
/// </summary>
internal sealed class EnvironmentProxy(IWebProxy environment) : IWebProxy
{
    private readonly IPNetwork[] _direct = [.. DirectNetworks()];

    public ICredentials? Credentials { get; set; }

    public Uri? GetProxy(Uri destination) => IsBypassed(destination) ? null : environment.GetProxy(destination);

    public bool IsBypassed(Uri host) =>
        host.IsLoopback
        || (IPAddress.TryParse(host.IdnHost, out var address) && _direct.Any(network => network.Contains(address)))
        || environment.IsBypassed(host);

    private static IEnumerable<IPNetwork> DirectNetworks()
    {
        var list = Environment.GetEnvironmentVariable("NO_PROXY") ?? Environment.GetEnvironmentVariable("no_proxy") ?? "";
        foreach (var entry in list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (IPNetwork.TryParse(entry, out var network))
            {
                yield return network;
            }
        }
    }
}

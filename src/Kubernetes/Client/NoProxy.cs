using System.Globalization;
using System.Net;

namespace ComputeOperator.Kubernetes.Client;

/// <summary>
/// The hosts that are reached without a proxy, as Go reads <c>NO_PROXY</c>: <c>example.com</c> is that name and all below it,
/// <c>.example.com</c> and <c>*.example.com</c> those below alone; an address; a range of addresses; <c>*</c> for all. A name or an address may
/// be bound to a port.
/// </summary>
internal sealed class NoProxy
{
    private readonly Func<Uri, bool>[] _entries;

    public NoProxy(string list) => _entries =
        [.. list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Matcher)];

    public bool Covers(Uri destination) => Array.Exists(_entries, matches => matches(destination));

    private static Func<Uri, bool> Matcher(string entry)
    {
        if (entry == "*")
        {
            return static _ => true;
        }

        if (IPNetwork.TryParse(entry, out var network))
        {
            return destination => IPAddress.TryParse(destination.IdnHost, out var address) && network.Contains(address);
        }

        var (host, port) = Split(entry);
        Func<Uri, bool> matches = IPAddress.TryParse(host, out var single)
            ? destination => IPAddress.TryParse(destination.IdnHost, out var address) && address.Equals(single)
            : NameMatcher(host);
        return destination => (port is null || port == destination.Port) && matches(destination);
    }

    private static (string Host, int? Port) Split(string entry)
    {
        var colon = entry.LastIndexOf(':');
        var hasPort = colon > 0 && (entry[colon - 1] == ']' || entry.IndexOf(':') == colon);
        return hasPort && int.TryParse(entry.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            ? (entry[..colon].Trim('[', ']'), port)
            : (entry.Trim('[', ']'), null);
    }

    private static Func<Uri, bool> NameMatcher(string name)
    {
        var below = name.StartsWith("*.", StringComparison.Ordinal) ? name[1..] : name;
        if (below.StartsWith('.'))
        {
            return destination => destination.IdnHost.EndsWith(below, StringComparison.OrdinalIgnoreCase);
        }

        return destination => destination.IdnHost.Equals(name, StringComparison.OrdinalIgnoreCase)
            || destination.IdnHost.EndsWith("." + name, StringComparison.OrdinalIgnoreCase);
    }
}

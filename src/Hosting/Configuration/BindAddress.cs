using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ComputeOperator.Hosting.Configuration;

/// <summary>Where a server listens, as <c>host:port</c>; no host: every interface.</summary>
/// <param name="Host">An IP address, localhost, or empty.</param>
/// <param name="Port">The port; 0 lets the system choose.</param>
public sealed record BindAddress(string Host, int Port)
{
    /// <summary>Reads <c>:8080</c>, <c>127.0.0.1:8080</c>, <c>[::1]:8080</c>.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out BindAddress? address)
    {
        address = null;
        var colon = text.LastIndexOf(':');
        if (colon < 0 || !int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port > IPEndPoint.MaxPort)
        {
            return false;
        }

        var host = text[..colon].Trim('[', ']');
        if (host.Length > 0 && host != "localhost" && !IPAddress.TryParse(host, out _))
        {
            return false;
        }

        address = new(host, port);
        return true;
    }

    /// <summary>The address to bind on this machine.</summary>
    public IPEndPoint ToEndPoint() => ToEndPoint(Socket.OSSupportsIPv6);

    /// <summary>The address to bind.</summary>
    /// <param name="ipv6">Whether the kernel has IPv6: where it has not, its address of every interface cannot be bound.</param>
    public IPEndPoint ToEndPoint(bool ipv6) => new(
        Host switch
        {
            "" => ipv6 ? IPAddress.IPv6Any : IPAddress.Any,
            "localhost" => IPAddress.Loopback,
            _ => IPAddress.Parse(Host),
        },
        Port);

    /// <inheritdoc/>
    public override string ToString() => $"{(Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host)}:{Port}";
}

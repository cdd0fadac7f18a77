using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

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

    /// <summary>The address to bind.</summary>
    public IPEndPoint ToEndPoint() => new(
        Host switch
        {
            "" => IPAddress.IPv6Any,
            "localhost" => IPAddress.Loopback,
            _ => IPAddress.Parse(Host),
        },
        Port);

    /// <inheritdoc/>
    public override string ToString() => $"{(Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host)}:{Port}";
}

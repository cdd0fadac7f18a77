using System.Net;
using ComputeOperator.Gateway.Configuration;
using ComputeOperator.Gateway.Failures;
using ComputeOperator.Hosting.Configuration;

namespace ComputeOperator.Gateway.Hosting;

/// <summary>
/// Where nobody is asked who he is, a request's only proof is that it arrives, and a browser sends requests for any page that it shows. So requests of pages that are
/// not the gateway's own are refused, and those for names that anyone may point at this machine (DNS rebinding). Programs send neither.
/// </summary>
internal static class CrossOriginProtection
{
    private const string Localhost = "localhost";

    public static void Use(WebApplication app, GatewayOptions options)
    {
        if (options.Auth == AuthenticationMode.None)
        {
            var bound = options.EffectiveBindAddress;
            app.Use(next => context => Refusal(context.Request, bound) is { } why ? throw new FailureException(new Failure.Forbidden(why)) : next(context));
        }
    }

    /// <summary>Why a request is not taken; null: it is.</summary>
    internal static string? Refusal(HttpRequest request, BindAddress bound) =>
        request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site" ? "Requests of other web pages are not taken with --auth=none."
        : request.Headers.Origin.ToString() is { Length: > 0 } origin && !IsOwn(origin, request.Host) ? $"Requests of web pages of '{origin}' are not taken with --auth=none."
        : !IsKnown(request.Host.Host, bound) ? $"Requests for the host '{request.Host.Host}' are not taken with --auth=none; allowed: localhost, and the address that it listens on."
        : null;

    private static bool IsOwn(string origin, HostString host) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var page) && string.Equals(page.Authority, host.Value, StringComparison.OrdinalIgnoreCase);

    // No host at all is none of a browser: HTTP/1.0, and the parts of a batch, whose own request has been looked at.
    private static bool IsKnown(string host, BindAddress bound)
    {
        if (host.Length == 0 || host.Equals(Localhost, StringComparison.OrdinalIgnoreCase) || host.EndsWith("." + Localhost, StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        // An address, unlike a name, cannot be pointed anywhere.
        return IPAddress.TryParse(host, out var address)
            && (IPAddress.IsLoopback(address) || IsEverywhere(bound) || address.Equals(bound.ToEndPoint().Address));
    }

    private static bool IsEverywhere(BindAddress bound) =>
        bound.ToEndPoint().Address is var address && (address.Equals(IPAddress.IPv6Any) || address.Equals(IPAddress.Any));
}

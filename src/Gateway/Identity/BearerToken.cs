using System.Buffers;
using System.Net.Http.Headers;

namespace ComputeOperator.Gateway.Identity;

/// <summary>The bearer token of a request (RFC 6750).</summary>
internal static class BearerToken
{
    private const string Scheme = "Bearer ";

    private static readonly SearchValues<char> Letters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/=");

    /// <summary>What proves to the API server who the caller is; null when the header has no bearer token.</summary>
    public static AuthenticationHeaderValue? Of(string? header)
    {
        if (header is null || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var token = header[Scheme.Length..].Trim();
        return token.Length == 0 || token.AsSpan().ContainsAnyExcept(Letters) ? null : new("Bearer", token);
    }
}

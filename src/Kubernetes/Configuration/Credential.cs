using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;

namespace ComputeOperator.Kubernetes.Configuration;

/// <summary>What a request proves its sender by.</summary>
/// <param name="authorization">The <c>Authorization</c> header; null: none.</param>
/// <param name="certificates">The client certificate of the connection, then those that lead to its authority; null: none, or the configuration's.</param>
public sealed class Credential(AuthenticationHeaderValue? authorization, X509Certificate2Collection? certificates = null)
{
    private static long _made;

    /// <summary>Higher for one that was made later.</summary>
    internal long Number { get; } = Interlocked.Increment(ref _made);

    /// <summary>The <c>Authorization</c> header; null: none.</summary>
    public AuthenticationHeaderValue? Authorization { get; } = authorization;

    /// <summary>The client certificate of the connection, then those that lead to its authority; null: none, or the configuration's.</summary>
    public X509Certificate2Collection? Certificates { get; } = certificates;

    /// <summary>The credential of a bearer token.</summary>
    public static Credential OfToken(string token) => new(new AuthenticationHeaderValue("Bearer", token));
}

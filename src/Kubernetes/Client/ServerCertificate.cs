using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using ComputeOperator.Kubernetes.Configuration;

namespace ComputeOperator.Kubernetes.Client;

/// <summary>
/// Checks an API server's certificate against the configuration's authorities. As in Go, any certificate of the bundle is
/// an anchor, intermediates and the server's own included, while the platform takes self-signed roots alone.
/// </summary>
/// <param name="authorities">The authorities as they were last read.</param>
/// <param name="renew">Reads them again; null: they do not change.</param>
/// <param name="expectedName">The name that the certificate must carry.</param>
internal sealed class ServerCertificate(X509Certificate2Collection authorities, Func<X509Certificate2Collection>? renew, string expectedName)
{
    private const X509ChainStatusFlags OnlyUnanchored =
        X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.NoError;

    private volatile X509Certificate2Collection _authorities = authorities;

    /// <summary>Whether to go on with the connection.</summary>
    /// <exception cref="AuthenticationException">The certificate is not good, with the reason.</exception>
    public bool Validate(object sender, X509Certificate? certificate, X509Chain? sent, SslPolicyErrors errors)
    {
        if (certificate is not X509Certificate2 leaf)
        {
            throw new AuthenticationException("the server sent no certificate");
        }

        if (Untrusted(leaf, sent) is { } reason && (!Renewed() || Untrusted(leaf, sent) is not null))
        {
            throw new AuthenticationException(reason);
        }

        return !errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) ? true : throw new AuthenticationException(
            $"the server's certificate is for {string.Join(", ", NamesOf(leaf))}, not for {expectedName}");
    }

    // Only now: a connection in use is trusted already, and a new one is rare.
    private bool Renewed()
    {
        try
        {
            _authorities = renew?.Invoke() ?? _authorities;
            return renew is not null;
        }
        catch (KubernetesConfigurationException)
        {
            return false;
        }
    }

    private static IEnumerable<string> NamesOf(X509Certificate2 leaf)
    {
        var names = leaf.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
        return names is null
            ? [leaf.Subject]
            : [.. names.EnumerateDnsNames(), .. names.EnumerateIPAddresses().Select(address => address.ToString())];
    }

    private string? Untrusted(X509Certificate2 leaf, X509Chain? sent)
    {
        var authorities = _authorities;
        var reason = Untrusted(leaf, sent, authorities);
        // While an authority is replaced, the bundle has two of the same name. The platform tries one of them only.
        return reason is null || authorities.Any(authority => Untrusted(leaf, sent, [authority]) is null) ? null : reason;
    }

    private static string? Untrusted(X509Certificate2 leaf, X509Chain? sent, X509Certificate2Collection anchors)
    {
        using var chain = new X509Chain { ChainPolicy = Policy(sent, anchors) };
        chain.Build(leaf);
        var elements = chain.ChainElements.ToArray();
        var anchored = elements.Any(element => anchors.Any(authority => authority.RawDataMemory.Span.SequenceEqual(element.Certificate.RawDataMemory.Span)));
        var problem = elements.SelectMany(element => element.ChainElementStatus).FirstOrDefault(status => (status.Status & ~OnlyUnanchored) != 0);
        return problem.Status switch
        {
            X509ChainStatusFlags.NoError when anchored => null,
            X509ChainStatusFlags.NoError or X509ChainStatusFlags.NotSignatureValid =>
                $"the server's certificate ({leaf.Subject}, issued by {leaf.Issuer}) is not signed by the configured certificate authority",
            X509ChainStatusFlags.NotTimeValid => $"the server's certificate is valid only from {leaf.NotBefore.ToUniversalTime():u} to {leaf.NotAfter.ToUniversalTime():u}",
            _ => $"the server's certificate is not valid: {problem.StatusInformation}",
        };
    }

    private static X509ChainPolicy Policy(X509Chain? sent, X509Certificate2Collection anchors)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
            VerificationFlags = X509VerificationFlags.AllowUnknownCertificateAuthority,
        };
        policy.ApplicationPolicy.Add(new("1.3.6.1.5.5.7.3.1", "TLS server authentication"));
        policy.ExtraStore.AddRange(anchors);
        policy.CustomTrustStore.AddRange(anchors);
        if (sent is not null)
        {
            policy.ExtraStore.AddRange(sent.ChainPolicy.ExtraStore);
        }

        return policy;
    }
}

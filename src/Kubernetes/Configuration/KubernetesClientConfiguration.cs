using System.Security.Cryptography.X509Certificates;

namespace ComputeOperator.Kubernetes.Configuration;

/// <summary>Which API server to talk to, how to recognise it, and as whom. Holds secrets but prints none.</summary>
public sealed record KubernetesClientConfiguration
{
    /// <summary>The namespace of a context that names none.</summary>
    public const string DefaultNamespace = "default";

    /// <summary>Address of the API server, <c>https://host:6443</c>.</summary>
    public required Uri Server { get; init; }

    /// <summary>Name of the kubeconfig's context; null in a cluster.</summary>
    public string? Context { get; init; }

    /// <summary>Files that the configuration comes from.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>Namespace of the context, or of the Pod in a cluster.</summary>
    public string Namespace { get; init; } = DefaultNamespace;

    /// <summary>Certificates of which one must have signed the server's; null: the system's.</summary>
    public X509Certificate2Collection? CertificateAuthority { get; init; }

    /// <summary>
    /// Reads <see cref="CertificateAuthority"/> again: somebody may renew its file. Null: it does not change.
    /// </summary>
    /// <exception cref="KubernetesConfigurationException">It cannot be read at the moment.</exception>
    public Func<X509Certificate2Collection>? RenewCertificateAuthority { get; init; }

    /// <summary>Name that the server's certificate must carry; null: the host of <see cref="Server"/>.</summary>
    public string? TlsServerName { get; init; }

    /// <summary>Whether to accept any certificate. The transport warns when it does.</summary>
    public bool InsecureSkipTlsVerify { get; init; }

    /// <summary>Proxy (<c>http</c>, <c>https</c> or <c>socks5</c>); null: as <c>HTTPS_PROXY</c> and <c>NO_PROXY</c> say.</summary>
    public Uri? Proxy { get; init; }

    /// <summary>The caller's certificate with its key, then those that lead to its authority; empty: none.</summary>
    public X509Certificate2Collection ClientCertificate { get; init; } = [];

    /// <summary>Where the caller's token, or changing certificate, comes from; null: none.</summary>
    public CredentialSource? Credentials { get; init; }

    /// <summary>Whom to act as; null: the caller.</summary>
    public Impersonation? Impersonate { get; init; }

    /// <summary>The same server without any identity: for requests that each bring their own.</summary>
    public KubernetesClientConfiguration WithoutIdentity() => this with { ClientCertificate = [], Credentials = null, Impersonate = null };

    /// <summary>The configuration in a few words for messages: <c>context 'x' of /path/config</c>.</summary>
    public string Describe()
    {
        var files = string.Join(", ", Sources);
        return Context is null ? files : $"context '{Context}' of {files}";
    }

    /// <summary><see cref="Server"/> and <see cref="Describe"/>; no secrets.</summary>
    public override string ToString() => $"{Server} ({Describe()})";
}

using System.Security.Cryptography.X509Certificates;
using YamlDotNet.RepresentationModel;

namespace ComputeOperator.Kubernetes.Configuration;

/// <summary>Reads the <c>cluster</c> part of a kubeconfig.</summary>
internal static class KubeConfigCluster
{
    private static readonly string[] Proxies = ["http", "https", "socks5"];

    public static KubernetesClientConfiguration Read(YamlFields fields)
    {
        var insecure = fields.Flag("insecure-skip-tls-verify");
        var authority = AuthorityOf(fields);
        if (insecure && authority is not null)
        {
            throw fields.Wrong("insecure-skip-tls-verify", "true is allowed only without certificate-authority and certificate-authority-data");
        }

        return new()
        {
            Server = fields.Address("server", Uri.UriSchemeHttps, Uri.UriSchemeHttp)
                ?? throw fields.Wrong("server", "missing; https://host[:port] is expected"),
            CertificateAuthority = authority,
            RenewCertificateAuthority = authority is null ? null : () => AuthorityOf(fields)!,
            TlsServerName = fields.Text("tls-server-name"),
            InsecureSkipTlsVerify = insecure,
            Proxy = fields.Address("proxy-url", Proxies),
        };
    }

    /// <summary>The authority's certificates as PEM, for plugins that ask for them.</summary>
    public static byte[]? AuthorityPemOf(YamlFields fields) => Pem.DataOrFile(fields, "certificate-authority");

    /// <summary>What a cluster says to credential programs; null: nothing.</summary>
    public static YamlNode? ExecConfigOf(YamlFields fields) =>
        fields.List("extensions").FirstOrDefault(extension => extension.Text("name") == "client.authentication.k8s.io/exec")?.Find("extension");

    private static X509Certificate2Collection? AuthorityOf(YamlFields fields) =>
        AuthorityPemOf(fields) is { } pem ? Pem.Certificates(pem, problem => fields.Wrong("certificate-authority", problem)) : null;
}

using System.Security.Cryptography.X509Certificates;

namespace ComputeOperator.Kubernetes.Configuration;

/// <summary>Reads the <c>user</c> part of a kubeconfig.</summary>
internal static class KubeConfigUser
{
    private static readonly string[] Unsupported = ["auth-provider", "username", "password"];

    public static KubernetesClientConfiguration Read(
        YamlFields fields, YamlFields cluster, KubernetesClientConfiguration configuration, TimeProvider time)
    {
        if (fields.Names().Intersect(Unsupported).FirstOrDefault() is { } name)
        {
            throw fields.Wrong(name, "not supported; allowed are client-certificate, token, tokenFile and exec");
        }

        var credentials = CredentialsOf(fields, cluster, configuration, time);
        var hasFiles = fields.Text("client-certificate-data") is null || fields.Text("client-key-data") is null;
        var pem = PemOf(fields);
        return configuration with
        {
            ClientCertificate = pem is { } data && !hasFiles ? CertificateOf(fields, data) : [],
            Credentials = pem is not null && hasFiles
                ? new CertificateFiles(() => PemOf(fields)!.Value, data => CertificateOf(fields, data), credentials, time).Checked()
                : credentials,
            Impersonate = ImpersonationOf(fields),
        };
    }

    private static (byte[] Certificate, byte[] Key)? PemOf(YamlFields fields)
    {
        var certificate = Pem.DataOrFile(fields, "client-certificate");
        var key = Pem.DataOrFile(fields, "client-key");
        return (certificate, key) switch
        {
            (null, null) => null,
            (not null, not null) => (certificate, key),
            (null, _) => throw fields.Wrong("client-certificate", "missing, but client-key is set"),
            _ => throw fields.Wrong("client-key", "missing, but client-certificate is set"),
        };
    }

    private static X509Certificate2Collection CertificateOf(YamlFields fields, (byte[] Certificate, byte[] Key) pem) =>
        Pem.CertificateWithKey(pem.Certificate, pem.Key, problem => fields.Wrong("client-certificate", problem));

    // In kubectl's order: a file is fresher than the token beside it.
    private static CredentialSource? CredentialsOf(
        YamlFields fields, YamlFields cluster, KubernetesClientConfiguration configuration, TimeProvider time) => fields switch
        {
            _ when fields.PathTo("tokenFile") is { } file => new TokenFile(file, time),
            _ when fields.Text("token") is { } token => new StaticToken(token),
            _ when fields.Fields("exec") is { } exec => new ExecPlugin(ExecPluginSettings.Read(exec, cluster, configuration), time),
            _ => null,
        };

    private static Impersonation? ImpersonationOf(YamlFields fields)
    {
        if (fields.Text("as") is not { } user)
        {
            return fields.Texts("as-groups").Count > 0 || fields.Text("as-uid") is not null
                ? throw fields.Wrong("as", "missing, but as-groups or as-uid is set")
                : null;
        }

        var extra = fields.Fields("as-user-extra");
        return new(user)
        {
            Uid = fields.Text("as-uid"),
            Group = OneOf(fields, "as-groups") is [var group] ? group : null,
            Extra = extra?.Names().SelectMany(name => OneOf(extra, name), KeyValuePair.Create).ToDictionary() ?? [],
        };
    }

    private static IReadOnlyList<string> OneOf(YamlFields fields, string name) => fields.Texts(name) is { Count: <= 1 } texts
        ? texts
        : throw fields.Wrong(name, "more than one is not supported; allowed is a list of one");
}

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

        return configuration with
        {
            ClientCertificate = CertificateOf(fields),
            Credentials = CredentialsOf(fields, cluster, configuration, time),
            Impersonate = ImpersonationOf(fields),
        };
    }

    private static System.Security.Cryptography.X509Certificates.X509Certificate2Collection CertificateOf(YamlFields fields)
    {
        var certificate = Pem.DataOrFile(fields, "client-certificate");
        var key = Pem.DataOrFile(fields, "client-key");
        return (certificate, key) switch
        {
            (null, null) => [],
            (not null, not null) => Pem.CertificateWithKey(certificate, key, problem => fields.Wrong("client-certificate", problem)),
            (null, _) => throw fields.Wrong("client-certificate", "missing, but client-key is set"),
            _ => throw fields.Wrong("client-key", "missing, but client-certificate is set"),
        };
    }

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
            Groups = fields.Texts("as-groups"),
            Extra = extra?.Names().ToDictionary(name => name, extra.Texts) ?? [],
        };
    }
}

using System.Security.Cryptography.X509Certificates;
using ComputeOperator.Kubernetes.Configuration;

namespace ComputeOperator.Kubernetes.Tests.Configuration;

public sealed class KubeConfigLoaderTests : IDisposable
{
    private const string Simple = """
        apiVersion: v1
        kind: Config
        current-context: c
        clusters: [{ name: k, cluster: { server: "https://one:6443" } }]
        users: [{ name: u, user: { token: secret } }]
        contexts: [{ name: c, context: { cluster: k, user: u, namespace: ns } }, { name: d, context: { cluster: k, user: u } }]
        """;

    private readonly TempFolder _folder = new();
    private readonly Dictionary<string, string> _environment = [];

    [Fact]
    public void Reads_the_current_context()
    {
        var configuration = Load(_folder.Write("config", Simple));

        Assert.Equal(("https://one:6443/", "c", "ns"), (configuration.Server.AbsoluteUri, configuration.Context, configuration.Namespace));
        Assert.Equal([_folder.File("config")], configuration.Sources);
        Assert.IsType<StaticToken>(configuration.Credentials);
        Assert.DoesNotContain("secret", configuration.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Reads_another_context_on_request()
    {
        var configuration = new KubeConfigLoader { Path = _folder.Write("config", Simple), Context = "d" }.Load();
        Assert.Equal(("d", "default"), (configuration.Context, configuration.Namespace));
    }

    [Fact]
    public void Of_several_files_the_first_with_an_entry_wins()
    {
        var first = _folder.Write("a", """
            clusters: [{ name: k, cluster: { server: "https://first" } }]
            contexts: [{ name: other, context: { cluster: k } }]
            """);
        var second = _folder.Write("b", Simple);
        _environment["KUBECONFIG"] = $"{first}::{_folder.File("missing")}:{second}";

        var configuration = Load(null);

        Assert.Equal(("https://first/", "c"), (configuration.Server.AbsoluteUri, configuration.Context));
        Assert.Equal([first, second], configuration.Sources);
    }

    [Fact]
    public void The_file_at_home_is_read_when_KUBECONFIG_is_not_set()
    {
        _environment["HOME"] = _folder.Path;
        var home = _folder.Write(".kube/config", Simple);
        Assert.Equal([home], Load(null).Sources);
    }

    [Fact]
    public async Task Files_that_a_kubeconfig_names_are_relative_to_it()
    {
        using var authority = Certificates.Authority("authority");
        _folder.Write("sub/ca.crt", authority.ExportCertificatePem());
        _folder.Write("sub/user.crt", authority.ExportCertificatePem());
        _folder.Write("sub/user.key", authority.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        var configuration = Load(_folder.Write("sub/config", """
            current-context: c
            clusters: [{ name: k, cluster: { server: "https://one", certificate-authority: ca.crt, tls-server-name: name, proxy-url: "socks5://p:1" } }]
            users: [{ name: u, user: { client-certificate: user.crt, client-key: ./user.key, as: other, as-groups: [g], as-user-extra: { k: [v] } } }]
            contexts: [{ name: c, context: { cluster: k, user: u } }]
            """));

        Assert.Equal(authority.Thumbprint, Assert.Single(configuration.CertificateAuthority!).Thumbprint);
        var credential = await configuration.Credentials!.GetAsync(CancellationToken.None);
        Assert.True(Assert.Single(credential.Certificates!).HasPrivateKey);
        Assert.Equal(("name", "socks5"), (configuration.TlsServerName, configuration.Proxy?.Scheme));
        Assert.Equal("other: g k=v", $"{configuration.Impersonate?.User}: {configuration.Impersonate!.Group} k={configuration.Impersonate.Extra["k"]}");
    }

    [Fact]
    public async Task A_pod_uses_its_service_account()
    {
        using var authority = Certificates.Authority("authority");
        _folder.Write("token", "pod-token\n");
        _folder.Write("namespace", "pod-ns");
        _folder.Write("ca.crt", authority.ExportCertificatePem());
        _environment["KUBERNETES_SERVICE_HOST"] = "fd00::1";
        _environment["KUBERNETES_SERVICE_PORT"] = "6443";

        var configuration = Load(null);
        var credential = await configuration.Credentials!.GetAsync(CancellationToken.None);

        Assert.Equal(("https://[fd00::1]:6443/", "pod-ns"), (configuration.Server.AbsoluteUri, configuration.Namespace));
        Assert.Equal("Bearer pod-token", credential.Authorization?.ToString());
        Assert.Equal(authority.Thumbprint, Assert.Single(configuration.CertificateAuthority!).Thumbprint);
        using var renewed = Certificates.Authority("renewed");
        _folder.Write("ca.crt", renewed.ExportCertificatePem());
        Assert.Equal(renewed.Thumbprint, Assert.Single(configuration.RenewCertificateAuthority!()).Thumbprint);
    }

    [Theory]
    [InlineData("[]", "FILE: a kubeconfig is expected, a mapping of fields such as clusters, users and contexts")]
    [InlineData("a: [", "FILE: line 2, column 1 is not YAML: ")]
    [InlineData("", "FILE: current-context is not set, and no context was asked for; there are: none")]
    [InlineData("current-context: x\ncontexts: [{name: c, context: {cluster: k}}]", "FILE: context 'x' is not there; there are: c")]
    [InlineData("current-context: c\ncontexts: [{name: c, context: {user: u}}]", "FILE: contexts[c].context.cluster: missing in context 'c'")]
    [InlineData("current-context: c\ncontexts: [{name: c, context: {cluster: k}}]", "FILE: contexts[c].context.cluster: cluster 'k' of context 'c' is not there; there are: none")]
    [InlineData("contexts: [{context: {}}]", "FILE: contexts[0].name: missing")]
    [InlineData("contexts: {}", "FILE: contexts: a list is expected")]
    public void Says_what_is_wrong_with_a_file(string content, string error) => AssertWrong(content, error);

    [Theory]
    [InlineData("{}", "FILE: clusters[k].cluster.server: missing; https://host[:port] is expected")]
    [InlineData("{ server: one }", "FILE: clusters[k].cluster.server: 'one' is no address; https://host[:port] or http://host[:port] is expected")]
    [InlineData("{ server: [] }", "FILE: clusters[k].cluster.server: a string is expected")]
    [InlineData("{ server: 'https://x', insecure-skip-tls-verify: maybe }", "FILE: clusters[k].cluster.insecure-skip-tls-verify: true or false is expected")]
    [InlineData("{ server: 'https://x', certificate-authority: nowhere }", "FILE: clusters[k].cluster.certificate-authority: FOLDER/nowhere cannot be read")]
    [InlineData("{ server: 'https://x', certificate-authority-data: '*' }", "FILE: clusters[k].cluster.certificate-authority-data: base64 is expected")]
    [InlineData("{ server: 'https://x', certificate-authority-data: eA== }", "FILE: clusters[k].cluster.certificate-authority: no certificate in PEM found")]
    [InlineData("{ server: 'https://x', proxy-url: 'ftp://x' }", "FILE: clusters[k].cluster.proxy-url: 'ftp://x' is no address; http://host[:port] or https://host[:port] or socks5://host[:port] is expected")]
    public void Says_what_is_wrong_with_a_cluster(string cluster, string error) => AssertWrong(
        $$"""
        current-context: c
        clusters: [{ name: k, cluster: {{cluster}} }]
        contexts: [{ name: c, context: { cluster: k } }]
        """, error);

    [Theory]
    [InlineData("{ username: a, password: b }", "FILE: users[u].user.username: not supported; allowed are client-certificate, token, tokenFile and exec")]
    [InlineData("{ client-certificate-data: eA== }", "FILE: users[u].user.client-key: missing, but client-certificate is set")]
    [InlineData("{ client-key-data: eA== }", "FILE: users[u].user.client-certificate: missing, but client-key is set")]
    [InlineData("{ as-groups: [a] }", "FILE: users[u].user.as: missing, but as-groups or as-uid is set")]
    [InlineData("{ as: x, as-groups: [a, b] }", "FILE: users[u].user.as-groups: more than one is not supported; allowed is a list of one")]
    [InlineData("{ as: x, as-user-extra: { scopes: [a, b] } }", "FILE: users[u].user.as-user-extra.scopes: more than one is not supported; allowed is a list of one")]
    [InlineData("{ exec: { command: x } }", "FILE: users[u].user.exec.apiVersion: missing; allowed are client.authentication.k8s.io/v1, client.authentication.k8s.io/v1beta1")]
    [InlineData("{ exec: { command: x, apiVersion: v1 } }", "FILE: users[u].user.exec.apiVersion: 'v1' is not supported; allowed are client.authentication.k8s.io/v1, ")]
    [InlineData("{ exec: { apiVersion: client.authentication.k8s.io/v1 } }", "FILE: users[u].user.exec.command: missing; a program is expected")]
    [InlineData("{ exec: { command: x, apiVersion: client.authentication.k8s.io/v1, interactiveMode: Always } }", "FILE: users[u].user.exec.interactiveMode: Always needs a terminal")]
    [InlineData("{ exec: { command: x, apiVersion: client.authentication.k8s.io/v1, env: [{ value: v }] } }", "FILE: users[u].user.exec.env[0].name: missing")]
    public void Says_what_is_wrong_with_a_user(string user, string error) => AssertWrong(
        $$"""
        current-context: c
        clusters: [{ name: k, cluster: { server: "https://x" } }]
        users: [{ name: u, user: {{user}} }]
        contexts: [{ name: c, context: { cluster: k, user: u } }]
        """, error);

    [Fact]
    public void An_explicit_file_must_exist()
    {
        var error = Assert.Throws<KubernetesConfigurationException>(() => Load(_folder.File("missing")));
        Assert.StartsWith($"{_folder.File("missing")}: cannot be read", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_any_configuration_it_says_where_it_looked()
    {
        _environment["HOME"] = _folder.Path;
        Assert.Equal(
            $"no Kubernetes configuration found: KUBECONFIG is not set, {_folder.Path}/.kube/config does not exist, "
            + "and this is not a Pod (KUBERNETES_SERVICE_HOST is not set); name a file with --kubeconfig",
            Assert.Throws<KubernetesConfigurationException>(() => Load(null)).Message);

        _environment["KUBECONFIG"] = "/nowhere/a:/nowhere/b";
        Assert.Equal(
            "no Kubernetes configuration found: none of the files of KUBECONFIG=/nowhere/a:/nowhere/b exists, "
            + "and this is not a Pod (KUBERNETES_SERVICE_HOST is not set); name a file with --kubeconfig",
            Assert.Throws<KubernetesConfigurationException>(() => Load(null)).Message);
    }

    public void Dispose() => _folder.Dispose();

    private void AssertWrong(string content, string error)
    {
        var file = _folder.Write("config", content);
        var thrown = Assert.Throws<KubernetesConfigurationException>(() => Load(file));
        var expected = error.Replace("FILE", file, StringComparison.Ordinal).Replace("FOLDER", _folder.Path, StringComparison.Ordinal);
        Assert.StartsWith(expected, thrown.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', thrown.Message);
    }

    private KubernetesClientConfiguration Load(string? path) => new KubeConfigLoader
    {
        Path = path,
        Environment = name => _environment.GetValueOrDefault(name),
        ServiceAccountFolder = _folder.Path,
    }.Load();
}

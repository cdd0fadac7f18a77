using System.Runtime.Versioning;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using ComputeOperator.Kubernetes.Configuration;
using ComputeOperator.TestKit;

namespace ComputeOperator.Kubernetes.Tests.Configuration;

[UnsupportedOSPlatform("windows")]
public sealed class ExecPluginTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ManualTime _time = new();

    [Fact]
    public async Task Gives_the_program_its_arguments_variables_and_the_cluster()
    {
        _folder.WriteScript("plugin.sh", """
            printf '%s' "$KUBERNETES_EXEC_INFO" > "$OUT/info"
            read -r line && echo "stdin is open" >&2 && exit 1
            printf '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"%s-%s"}}' "$1" "$2"
            """);

        var credential = await GetAsync(Load("args: [one, two], provideClusterInfo: true, interactiveMode: Never"));

        Assert.Equal("Bearer one-two", credential.Authorization?.ToString());
        using var info = JsonDocument.Parse(await File.ReadAllTextAsync(_folder.File("info")));
        Assert.Equal("client.authentication.k8s.io/v1", info.RootElement.GetProperty("apiVersion").GetString());
        var spec = info.RootElement.GetProperty("spec");
        Assert.False(spec.GetProperty("interactive").GetBoolean());
        var cluster = spec.GetProperty("cluster");
        Assert.Equal("https://one:6443", cluster.GetProperty("server").GetString());
        Assert.Equal("""{"audience":"one","ages":[1,2],"strict":true}""", cluster.GetProperty("config").GetRawText());
    }

    [Fact]
    public async Task Runs_again_when_the_credential_expires_or_is_refused()
    {
        _folder.WriteScript("plugin.sh", """
            echo x >> "$OUT/runs"
            runs=$(wc -l < "$OUT/runs" | tr -d ' ')
            printf '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"t%s","expirationTimestamp":"2026-01-01T01:00:00Z"}}' "$runs"
            """);
        var source = Load("args: []").Credentials!;

        var first = await source.GetAsync(CancellationToken.None);
        Assert.Same(first, await source.GetAsync(CancellationToken.None));
        Assert.True(source.Reject(first));
        var second = await source.GetAsync(CancellationToken.None);
        Assert.True(source.Reject(first));
        Assert.Same(second, await source.GetAsync(CancellationToken.None));
        _time.Advance(TimeSpan.FromHours(1));
        var third = await source.GetAsync(CancellationToken.None);

        Assert.Equal("t1 t2 t3", $"{first.Authorization?.Parameter} {second.Authorization?.Parameter} {third.Authorization?.Parameter}");
    }

    [Fact]
    public async Task Goes_on_for_others_when_whoever_asked_first_gives_up()
    {
        _folder.WriteScript("plugin.sh", """
            echo x >> "$OUT/runs"
            until [ -e "$OUT/go" ]; do sleep 0.05; done
            printf '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"late"}}'
            """);
        var source = Load("args: []").Credentials!;
        using var patience = new CancellationTokenSource();

        var impatient = source.GetAsync(patience.Token).AsTask();
        await Eventually.Holds(() => File.Exists(_folder.File("runs")));
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        var patient = source.GetAsync(CancellationToken.None).AsTask();
        _folder.Write("go", "");

        Assert.Equal("late", (await patient.WaitAsync(TimeSpan.FromSeconds(60))).Authorization?.Parameter);
        Assert.Single(await File.ReadAllLinesAsync(_folder.File("runs")));
    }

    [Fact]
    public async Task May_answer_a_certificate_with_its_intermediates()
    {
        using var issuer = Certificates.Authority("issuer");
        using var certificate = Certificates.Authority("user", issuer);
        var pem = JsonSerializer.Serialize(certificate.ExportCertificatePem() + "\n" + issuer.ExportCertificatePem());
        var key = JsonSerializer.Serialize(certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        _folder.Write("answer", $$$"""{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"clientCertificateData":{{{pem}}},"clientKeyData":{{{key}}}}}""");
        _folder.WriteScript("plugin.sh", "cat \"$OUT/answer\"");

        var credential = await GetAsync(Load("args: []"));

        Assert.Null(credential.Authorization);
        Assert.Equal([certificate.Thumbprint, issuer.Thumbprint], credential.Certificates!.Select(shown => shown.Thumbprint));
        Assert.True(credential.Certificates![0].HasPrivateKey);
    }

    [Theory]
    [InlineData("echo no luck >&2; exit 3", "ended with exit code 3: no luck")]
    [InlineData("echo nonsense", "answered what is not an ExecCredential in JSON")]
    [InlineData("echo '{\"apiVersion\":\"client.authentication.k8s.io/v1beta1\",\"kind\":\"ExecCredential\"}'", "answered client.authentication.k8s.io/v1beta1 ExecCredential, but client.authentication.k8s.io/v1 ExecCredential is expected")]
    [InlineData("echo '{\"apiVersion\":\"client.authentication.k8s.io/v1\",\"kind\":\"ExecCredential\"}'", "answered no status")]
    [InlineData("echo '{\"apiVersion\":\"client.authentication.k8s.io/v1\",\"kind\":\"ExecCredential\",\"status\":{}}'", "answered neither a token nor a client certificate")]
    public async Task Says_what_the_program_did_wrong(string script, string problem)
    {
        _folder.WriteScript("plugin.sh", script);
        var error = await Assert.ThrowsAsync<KubernetesConfigurationException>(() => GetAsync(Load("args: []")));
        Assert.StartsWith($"{_folder.File("config")}: users[u].user.exec.command: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_is_missing_comes_with_its_hint()
    {
        var error = await Assert.ThrowsAsync<KubernetesConfigurationException>(() => GetAsync(Load("installHint: get it from the shop")));
        Assert.Contains("(get it from the shop)", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static Task<Credential> GetAsync(KubernetesClientConfiguration configuration) =>
        configuration.Credentials!.GetAsync(CancellationToken.None).AsTask();

    private KubernetesClientConfiguration Load(string exec) => new KubeConfigLoader
    {
        Path = _folder.Write("config", $$"""
            current-context: c
            clusters:
            - name: k
              cluster:
                server: "https://one:6443"
                extensions:
                - { name: minikube.sigs.k8s.io/cluster_info, extension: { version: v1 } }
                - { name: client.authentication.k8s.io/exec, extension: { audience: one, ages: [1, 2], strict: true } }
            users:
            - name: u
              user: { exec: { apiVersion: client.authentication.k8s.io/v1, command: ./plugin.sh, env: [{ name: OUT, value: "{{_folder.Path}}" }], {{exec}} } }
            contexts: [{ name: c, context: { cluster: k, user: u } }]
            """),
        Time = _time,
    }.Load();
}

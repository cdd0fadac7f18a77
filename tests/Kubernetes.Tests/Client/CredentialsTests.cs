using System.Net;
using System.Runtime.Versioning;
using System.Text.Json;
using System.Text.Json.Nodes;
using ComputeOperator.Kubernetes.Client;
using ComputeOperator.Kubernetes.Configuration;
using ComputeOperator.Kubernetes.Tests.Configuration;
using ComputeOperator.TestKit;

namespace ComputeOperator.Kubernetes.Tests.Client;

[UnsupportedOSPlatform("windows")]
public sealed class CredentialsTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ManualTime _time = new();

    [Fact]
    public async Task A_token_that_was_renewed_is_taken_when_the_old_one_is_refused()
    {
        var file = new TokenFile(_folder.Write("token", "stale"), _time);
        using var api = await WidgetApi.NewAsync(
            nameof(A_token_that_was_renewed_is_taken_when_the_old_one_is_refused), change: admin => admin with { ClientCertificate = [], Credentials = file });

        var refused = await Assert.ThrowsAsync<KubernetesException>(() => api.CreateAsync("w"));
        _folder.Write("token", ControlPlane.Token);
        var created = await api.CreateAsync("w");

        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.StartsWith($"{api.Plane.Server} does not accept the credentials", ConnectionFailure.Describe(api.Configuration, refused), StringComparison.Ordinal);
        Assert.NotNull(created.Metadata.Uid);
    }

    [Fact]
    public async Task A_program_may_fetch_the_token()
    {
        var plugin = _folder.WriteScript("plugin.sh", $$$"""
            printf '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"{{{ControlPlane.Token}}}"}}'
            """);
        using var api = await WidgetApi.NewAsync(
            nameof(A_program_may_fetch_the_token), change: admin => admin with { ClientCertificate = [], Credentials = Plugin(plugin) });

        Assert.NotNull((await api.CreateAsync("w")).Metadata.Uid);
    }

    [Fact]
    public async Task A_renewed_certificate_gets_connections_of_its_own()
    {
        var plane = await ControlPlane.GetAsync();
        await WriteAnswerAsync(await plane.KubeconfigForAsync("nobody"));
        var plugin = _folder.WriteScript("plugin.sh", $"cat {_folder.File("answer")}");
        using var api = await WidgetApi.NewAsync(
            nameof(A_renewed_certificate_gets_connections_of_its_own), change: admin => admin with { ClientCertificate = [], Credentials = Plugin(plugin) });

        var forbidden = await Assert.ThrowsAsync<KubernetesException>(() => api.CreateAsync("w"));
        await WriteAnswerAsync(plane.Kubeconfig);
        _time.Advance(TimeSpan.FromHours(1));
        var created = await Eventually.Returns(() => CreateUnlessCutAsync(api));

        Assert.True(forbidden.IsForbidden);
        Assert.NotNull(created.Metadata.Uid);
        Assert.Equal(2, api.Gate.Opened);
    }

    [Fact]
    public async Task Another_user_can_be_impersonated()
    {
        using var api = await WidgetApi.NewAsync(
            nameof(Another_user_can_be_impersonated), change: admin => admin with { Impersonate = new("somebody") { Group = "some" } });
        var error = await Assert.ThrowsAsync<KubernetesException>(() => api.CreateAsync("w"));
        Assert.True(error.IsForbidden);
        Assert.Contains("\"somebody\"", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_server_sees_whom_we_act_as()
    {
        var plane = await ControlPlane.GetAsync();
        using var transport = new KubernetesTransport(new KubeConfigLoader { Path = plane.Kubeconfig }.Load() with
        {
            Impersonate = new("somebody") { Uid = "7", Group = "a, b", Extra = new Dictionary<string, string> { ["scopes/x"] = "v" } },
        });
        using var question = new StringContent("""{"apiVersion":"authentication.k8s.io/v1","kind":"SelfSubjectReview"}""", null, "application/json");
        using var answer = await transport.Http.PostAsync(new Uri("apis/authentication.k8s.io/v1/selfsubjectreviews", UriKind.Relative), question);

        var user = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["status"]!["userInfo"]!;
        Assert.Equal(("somebody", "7"), ((string?)user["username"], (string?)user["uid"]));
        Assert.Equal(["a, b", "system:authenticated"], user["groups"]!.AsArray().Select(group => (string?)group));
        Assert.Equal("""{"scopes/x":["v"]}""", user["extra"]!.ToJsonString());
    }

    [Fact]
    public async Task A_certificate_file_that_was_renewed_gets_connections_of_its_own()
    {
        var plane = await ControlPlane.GetAsync();
        await WriteFilesAsync(await plane.KubeconfigForAsync("nobody"));
        var files = new KubeConfigLoader
        {
            Path = _folder.Write("config", """
                current-context: c
                clusters: [{ name: k, cluster: { server: "https://one" } }]
                users: [{ name: u, user: { client-certificate: user.crt, client-key: user.key } }]
                contexts: [{ name: c, context: { cluster: k, user: u } }]
                """),
            Time = _time,
        }.Load();
        using var api = await WidgetApi.NewAsync(
            nameof(A_certificate_file_that_was_renewed_gets_connections_of_its_own),
            change: admin => admin with { ClientCertificate = files.ClientCertificate, Credentials = files.Credentials });

        var forbidden = await Assert.ThrowsAsync<KubernetesException>(() => api.CreateAsync("w"));
        await WriteFilesAsync(plane.Kubeconfig);
        _time.Advance(TimeSpan.FromMinutes(1));
        var created = await Eventually.Returns(() => CreateUnlessCutAsync(api));

        Assert.True(forbidden.IsForbidden);
        Assert.NotNull(created.Metadata.Uid);
        Assert.Equal(2, api.Gate.Opened);
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<Widget?> CreateUnlessCutAsync(WidgetApi api)
    {
        try
        {
            return await api.CreateAsync("w");
        }
        catch (Exception e) when (ConnectionFailure.IsOne(e))
        {
            return null;
        }
    }

    private ExecPlugin Plugin(string command) => new(
        new() { ApiVersion = "client.authentication.k8s.io/v1", Command = command, Error = (problem, inner) => new(problem, inner) }, _time);

    private static async Task<IReadOnlyList<string>> PemOfAsync(string kubeconfig)
    {
        var script = "{.users[0].user.client-certificate-data} {.users[0].user.client-key-data}";
        var data = (await new Kubectl(kubeconfig).RunAsync("config", "view", "--raw", "-o", $"jsonpath={script}")).Succeeded().Split(' ');
        return [.. data.Select(text => System.Text.Encoding.ASCII.GetString(Convert.FromBase64String(text)))];
    }

    private async Task WriteFilesAsync(string kubeconfig)
    {
        var pem = await PemOfAsync(kubeconfig);
        _folder.Write("user.crt", pem[0]);
        _folder.Write("user.key", pem[1]);
    }

    // The answer expires with the hour.
    private async Task WriteAnswerAsync(string kubeconfig)
    {
        var pem = (await PemOfAsync(kubeconfig)).Select(text => JsonSerializer.Serialize(text)).ToList();
        var expires = (_time.GetUtcNow() + TimeSpan.FromHours(1)).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        _folder.Write("answer", $$$"""
            {"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":
            {"clientCertificateData":{{{pem[0]}}},"clientKeyData":{{{pem[1]}}},"expirationTimestamp":"{{{expires}}}"}}
            """);
    }
}

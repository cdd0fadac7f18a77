using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using ComputeOperator.Gateway.Tests.Kit;
using ComputeOperator.Operator.Tests.Kit;
using ComputeOperator.TestKit;

namespace ComputeOperator.Gateway.Tests.Hosting;

public sealed class HostingTests
{
    [Fact]
    public async Task Requests_have_an_id_that_is_answered_and_logged()
    {
        var shared = await GatewayCluster.GetAsync();
        using var rest = new Rest(shared.Gateway.Address);
        var own = await rest.SendAsync(HttpMethod.Get, "/compute/health", null, null, ("X-Request-Id", "my-request.1"));
        var bad = await rest.SendAsync(HttpMethod.Get, "/compute/health", null, null, ("X-Request-Id", "one two; three"));
        var none = await rest.GetAsync("/compute/health");
        var failed = await rest.SendAsync(HttpMethod.Get, "/compute/nonsense", null, null, ("X-Request-Id", "my-request.2"));

        Assert.Equal("my-request.1", own.Header("X-Request-Id"));
        Assert.Equal((HttpStatusCode.NotFound, "my-request.2"), (failed.Status, failed.Header("X-Request-Id")));
        Assert.Matches("^[0-9a-f]{32}$", bad.Header("X-Request-Id"));
        Assert.Matches("^[0-9a-f]{32}$", none.Header("X-Request-Id"));
        Assert.Contains("GET /compute/health 200", await shared.Gateway.LineAsync("my-request.1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_is_said_as_the_service_always_did()
    {
        var shared = await GatewayCluster.GetAsync();
        using var rest = new Rest(shared.Gateway.Address);

        Assert.Equal("""{"service":"compute-engine","status":"healthy","phase":"1"}""", (await rest.GetAsync("/compute/health")).Succeeded().Text);
        Assert.Equal("ok", (await rest.GetAsync("/healthz")).Succeeded().Text);
        Assert.Equal("ok", (await rest.GetAsync("/readyz")).Succeeded().Text);
    }

    [Fact]
    public async Task What_can_be_read_can_be_asked_for_without_its_body()
    {
        using var project = await GceProject.OpenAsync();
        await project.InsertAsync("web");
        var found = await project.Rest.SendAsync(HttpMethod.Head, $"{project.Instances}/web");
        var missing = await project.Rest.SendAsync(HttpMethod.Head, $"{project.Instances}/none", null, null, ("X-Request-Id", $"head-{project.Name}"));
        var line = await (await GatewayCluster.GetAsync()).Gateway.LineAsync($"head-{project.Name}");

        Assert.Equal((HttpStatusCode.OK, "application/json; charset=UTF-8", ""), (found.Status, found.ContentType, found.Text));
        Assert.Equal((HttpStatusCode.NotFound, ""), (missing.Status, missing.Text));
        Assert.Contains("HEAD /compute/v1/", line, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await project.Rest.SendAsync(HttpMethod.Head, $"{project.Instances}/web/stop")).Status);
    }

    [Fact]
    public async Task Metrics_are_counted_by_route_and_shown_on_their_own_address_only()
    {
        using var project = await GceProject.OpenAsync();
        var shared = await GatewayCluster.GetAsync();
        await project.GetAsync("web");
        using var admin = new Rest(shared.Gateway.MetricsAddress);
        var metrics = "";
        // A request is counted after it was answered.
        await Eventually.Passes(async () =>
        {
            metrics = (await admin.GetAsync("/metrics")).Succeeded().Text;
            Assert.Contains(
                "compute_gateway_request_duration_seconds_count{code=\"404\",dialect=\"gce\",method=\"GET\",route=\"/compute/v1/projects/{project}/zones/{zone}/instances/{instance}\"}",
                metrics, StringComparison.Ordinal);
        });
        Assert.Contains("rest_client_requests_total", metrics, StringComparison.Ordinal);
        var shown = metrics.Split('\n').Where(line => line.StartsWith("# TYPE ", StringComparison.Ordinal)).Select(line => line.Split(' ')).Select(words => (words[2], words[3]));
        Assert.Empty(shown.Except(await DocumentedMetrics.ReadAsync()));
        Assert.Equal(HttpStatusCode.NotFound, (await project.Rest.GetAsync("/metrics")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await admin.GetAsync("/compute/health")).Status);
    }

    [Fact]
    public async Task There_is_an_OpenAPI_document_and_a_page_to_browse_it()
    {
        var shared = await GatewayCluster.GetAsync();
        using var rest = new Rest(shared.Gateway.Address);
        var document = (await rest.GetAsync("/openapi/gce.json")).Succeeded().Json;
        var page = (await rest.GetAsync("/docs")).Succeeded();
        var get = document.GetProperty("paths").GetProperty("/compute/v1/projects/{project}/zones/{zone}/instances/{instance}").GetProperty("get");
        var insert = document.GetProperty("paths").GetProperty("/compute/v1/projects/{project}/zones/{zone}/instances").GetProperty("post");

        Assert.StartsWith("3.1", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        Assert.Equal(["project", "zone", "instance"], get.GetProperty("parameters").EnumerateArray().Select(p => p.GetProperty("name").GetString()));
        Assert.Equal(JsonValueKind.Object, insert.GetProperty("requestBody").ValueKind);
        Assert.StartsWith("text/html", page.ContentType, StringComparison.Ordinal);
        Assert.DoesNotMatch("(src|href)=\"https?://", page.Text);
    }

    [Theory]
    [InlineData("gce", "/compute/v1/projects/{project}/zones/{zone}/instances", "get", "project zone filter maxResults pageToken orderBy")]
    [InlineData("gce", "/compute/v1/projects/{project}/zones/{zone}/instances/{instance}/stop", "post", "project zone instance requestId")]
    [InlineData("iaas", "/api/v1/compute/instances", "get", "X-Tenant-ID limit offset")]
    [InlineData("iaas", "/api/v1/compute/instances/{id}/start", "post", "id X-Tenant-ID")]
    [InlineData("lifecycle", "/api/v1/instances", "get", "X-Tenant-ID scope status parent_id limit offset")]
    [InlineData("vm-manager", "/api/events", "get", "X-Tenant-ID type severity vm_id since limit offset")]
    [InlineData("vm-manager", "/api/admin/vms", "get", "limit offset")]
    public async Task The_documents_name_what_a_request_may_say(string dialect, string path, string method, string expected)
    {
        using var rest = new Rest((await GatewayCluster.GetAsync()).Gateway.Address);
        var document = (await rest.GetAsync($"/openapi/{dialect}.json")).Succeeded().Json;
        var parameters = document.GetProperty("paths").GetProperty(path).GetProperty(method).GetProperty("parameters").EnumerateArray();

        Assert.Equal(expected.Split(' ').Order(StringComparer.Ordinal), parameters.Select(parameter => parameter.GetProperty("name").GetString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_caller_who_asks_too_often_is_told_to_wait_and_others_are_not()
    {
        var shared = await GatewayCluster.GetAsync();
        await using var gateway = await GatewayProcess.StartAsync(shared.Cluster.Plane.Kubeconfig, "--requests-per-second=1");
        using var busy = new Rest(gateway.Address, ControlPlane.TokenOf("alice"));
        using var other = new Rest(gateway.Address, ControlPlane.TokenOf("bob"));
        const string path = "/compute/v1/projects/default/global/networks/default";
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => busy.GetAsync(path)));
        var refused = answers.First(answer => answer.Status == HttpStatusCode.TooManyRequests);

        GceProject.Fails(refused, HttpStatusCode.TooManyRequests, "rateLimitExceeded");
        Assert.Equal("1", refused.Header("Retry-After"));
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync(path)).Status);
    }

    [Fact]
    public async Task With_a_certificate_TLS_is_spoken()
    {
        var shared = await GatewayCluster.GetAsync();
        var folder = Directory.CreateTempSubdirectory("gateway-tls-");
        try
        {
            using var key = ECDsa.Create();
            var request = new CertificateRequest("CN=gateway-test", key, HashAlgorithmName.SHA256);
            var now = TimeProvider.System.GetUtcNow();
            using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
            var (certificateFile, keyFile) = (Path.Combine(folder.FullName, "tls.crt"), Path.Combine(folder.FullName, "tls.key"));
            await File.WriteAllTextAsync(certificateFile, certificate.ExportCertificatePem());
            await File.WriteAllTextAsync(keyFile, key.ExportPkcs8PrivateKeyPem());
            await using var gateway = await GatewayProcess.StartUnreadyAsync(
                shared.Cluster.Plane.Kubeconfig, "--auth=none", $"--tls-cert-file={certificateFile}", $"--tls-private-key-file={keyFile}");
            using var handler = new SocketsHttpHandler { SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, seen, _, _) => seen?.Subject == "CN=gateway-test" } };
            using var http = new HttpClient(handler);
            var answer = await http.GetStringAsync(new Uri(gateway.Address, "/compute/health"));

            Assert.Contains("healthy", answer, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Everything_that_is_wrong_with_the_options_is_listed_at_once()
    {
        await using var gateway = GatewayProcess.StartBare(
            "--auth=perhaps", "--bind-address=nowhere", "--zones=Mars", "--tls-cert-file=x", "--gce-links=ftp://x", "--operation-wait=1h", "--no-such-flag");

        Assert.Equal(2, await gateway.ExitCodeAsync());
        string[] expected =
        [
            "compute-gateway: 7 problems:", "--auth: 'perhaps' is not allowed; allowed: one of token, none", "--bind-address: 'nowhere'", "--zones: 'Mars'",
            "--tls-cert-file and --tls-private-key-file belong together", "--gce-links: 'ftp://x'", "--operation-wait: '1h'", "--no-such-flag",
        ];
        Assert.All(expected, problem => Assert.Contains(problem, gateway.Log, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_cannot_be_started_says_why_in_one_line()
    {
        var shared = await GatewayCluster.GetAsync();
        await using var taken = GatewayProcess.StartBare(
            $"--kubeconfig={shared.Cluster.Plane.Kubeconfig}", $"--bind-address=127.0.0.1:{shared.Gateway.Address.Port}", "--metrics-bind-address=0");
        await using var lost = GatewayProcess.StartBare("--kubeconfig=/nowhere/config", "--metrics-bind-address=0", "--bind-address=127.0.0.1:0");

        Assert.Equal((1, 1), (await taken.ExitCodeAsync(), await lost.ExitCodeAsync()));
        Assert.Contains(taken.Lines, line => line.StartsWith("compute-gateway: ", StringComparison.Ordinal) && line.Contains("already in use", StringComparison.Ordinal));
        Assert.Contains(lost.Lines, line => line.StartsWith("compute-gateway: ", StringComparison.Ordinal) && line.Contains("/nowhere/config", StringComparison.Ordinal));
    }
}

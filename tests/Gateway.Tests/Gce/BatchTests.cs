using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using ComputeOperator.Gateway.Gce.Batch;
using ComputeOperator.Gateway.Tests.Kit;
using ComputeOperator.TestKit;
using ComputeOperator.TestKit.Faults;
using static ComputeOperator.Gateway.Tests.Kit.GceProject;

namespace ComputeOperator.Gateway.Tests.Gce;

public sealed partial class BatchTests
{
    private const string Type = "multipart/mixed; boundary=b";
    private const string Path = "/batch/compute/v1";

    [Theory]
    [InlineData("GET /readyz HTTP/1.1")]
    [InlineData("GET /compute/v1/projects/p/zones%00 HTTP/1.1")]
    [InlineData("GET /compute/v1/projects/p/zones\0 HTTP/1.1")]
    [InlineData("GET /compute/v1/projects/p/zones?filter=\t HTTP/1.1")]
    [InlineData("G(T /compute/v1/projects/p/zones HTTP/1.1")]
    [InlineData("nonsense")]
    public async Task A_batch_with_a_part_that_cannot_be_does_nothing_at_all(string bad)
    {
        using var project = await OpenAsync();
        var inserts = Enumerable.Range(0, 8).Select(i => Part($"POST {project.Instances} HTTP/1.1", Body($"web-{i}")));
        var answer = await project.Rest.PostAsync(Path, Batch([.. inserts, Part(bad)]), Type);

        Fails(answer, HttpStatusCode.BadRequest, "invalid");
        Assert.Equal("[]", (await project.Rest.GetAsync(project.Instances)).Succeeded().Get("items"));
    }

    [Fact]
    public async Task Answers_that_are_too_large_together_are_cut_and_the_changes_among_them_are_not()
    {
        const int lists = 100;
        using var project = await OpenAsync();
        await project.InsertAsync("web", more: $$""" "metadata":{"items":[{"key":"k","value":"{{new string('x', 250_000)}}"}]} """);
        var labels = (await project.GetAsync("web")).Get("labelFingerprint");
        var change = Part($"POST {project.Instances}/web/setLabels HTTP/1.1", $$"""{"labels":{"a":"b"},"labelFingerprint":"{{labels}}"}""");

        var parts = Parts((await project.Rest.PostAsync(Path, Batch([change, .. Enumerable.Repeat(Part($"GET {project.Instances} HTTP/1.1"), lists)]), Type)).Succeeded());
        var cut = parts.Where(part => part.Contains("HTTP/1.1 413 ", StringComparison.Ordinal)).ToList();

        Assert.Equal(lists + 1, parts.Count);
        Assert.InRange(parts.Sum(part => part.Length), 1_000_000, 18_000_000);
        Assert.NotEmpty(cut);
        Assert.All(cut, part => Assert.Contains("\"reason\":\"responseTooLarge\"", part, StringComparison.Ordinal));
        Assert.Contains("HTTP/1.1 200 OK", parts[0], StringComparison.Ordinal);
        Assert.Contains("HTTP/1.1 200 OK", parts[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_batch_that_is_sent_too_slowly_is_not_waited_for()
    {
        await using var gateway = await FaultyGateway.StartAsync((await GatewayCluster.GetAsync()).Cluster.Plane.Kubeconfig, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        using var client = new TcpClient();
        await client.ConnectAsync(gateway.Address.Host, gateway.Address.Port);
        var stream = client.GetStream();

        await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST {Path} HTTP/1.1\r\nHost: {gateway.Address.Authority}\r\nContent-Type: {Type}\r\nContent-Length: 1000\r\n\r\n--b"));
        using var reader = new StreamReader(stream);

        Assert.Equal("HTTP/1.1 504 Gateway Timeout", await reader.ReadLineAsync());
    }

    [Fact]
    public async Task Batches_that_are_worked_on_keep_their_time_and_others_wait_their_turn()
    {
        const int always = 1000;
        using var project = await OpenAsync();
        string[] machines = [.. Enumerable.Range(0, BatchEndpoint.MostBatches).Select(i => $"web-{i}")];
        await Task.WhenAll(machines.Select(machine => project.InsertAsync(machine)));
        await using var gateway = await FaultyGateway.StartAsync(
            (await GatewayCluster.GetAsync()).Cluster.Plane.Kubeconfig, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(5));
        var letGo = new TaskCompletionSource();
        gateway.Faults.Inject(new Fault.Hold(letGo.Task), request => request.RequestUri!.AbsolutePath.Contains("/instances/", StringComparison.Ordinal), always);
        using var rest = new Rest(gateway.Address);

        var working = machines.Select(StopAsync).ToList();
        await Eventually.Holds(() => gateway.Faults.Pending == always - machines.Length, what: "all are worked on");
        var late = await rest.PostAsync(Path, Batch([Part("GET /compute/v1/projects/p/zones HTTP/1.1")]), Type);
        letGo.SetResult();
        var done = await Task.WhenAll(working);

        Fails(late, HttpStatusCode.GatewayTimeout, "backendError");
        Assert.All(done, answer => Assert.Contains("HTTP/1.1 200 OK", Assert.Single(Parts(answer.Succeeded())), StringComparison.Ordinal));

        // Where the machine stands still, a batch may be late before it is worked on.
        async Task<Answer> StopAsync(string machine)
        {
            Answer answer;
            do
            {
                answer = await rest.PostAsync(Path, Batch([Part($"POST {project.Instances}/{machine}/stop HTTP/1.1")]), Type);
            }
            while (answer.Status == HttpStatusCode.GatewayTimeout);
            return answer;
        }
    }

    [Fact]
    public async Task Nothing_is_waited_for_within_a_batch()
    {
        using var project = await OpenAsync();
        await project.InsertAsync("web");
        await using var gateway = await FaultyGateway.StartAsync((await GatewayCluster.GetAsync()).Cluster.Plane.Kubeconfig, TimeSpan.FromSeconds(60));
        using var rest = new Rest(gateway.Address);

        var stopped = Assert.Single(Parts((await rest.PostAsync(Path, Batch([Part($"POST {project.Instances}/web/stop HTTP/1.1")]), Type)).Succeeded()));
        var operation = $"{project.Root}/zones/{Zone}/operations/{Name().Match(stopped).Groups[1].Value}";
        var waited = Assert.Single(Parts((await rest.PostAsync(Path, Batch([Part($"POST {operation}/wait HTTP/1.1")]), Type)).Succeeded()));

        Assert.All(new[] { stopped, waited }, part => Assert.Contains("\"operationType\":\"stop\"", part, StringComparison.Ordinal));
        Assert.DoesNotContain(gateway.Faults.Sent, sent => sent.IsWatch);
    }

    [Fact]
    public async Task A_part_says_what_its_caller_is_to_do()
    {
        var shared = await GatewayCluster.GetAsync();
        await using var gateway = await GatewayProcess.StartAsync(shared.Cluster.Plane.Kubeconfig);
        using var rest = new Rest(gateway.Address);

        var part = Assert.Single(Parts((await rest.PostAsync(Path, Batch([Part("GET /compute/v1/projects/p/zones/us-central1-a/instances HTTP/1.1")]), Type)).Succeeded()));

        Assert.Contains("HTTP/1.1 401 Unauthorized\r\n", part, StringComparison.Ordinal);
        Assert.Contains("WWW-Authenticate: Bearer\r\n", part, StringComparison.Ordinal);
    }

    private static string Part(string line, string body = "") => $"Content-Type: application/http\n\n{line}\n\n{body}\n";

    private static string Batch(IEnumerable<string> parts) => string.Concat(parts.Select(part => $"--b\n{part}")) + "--b--\n";

    [GeneratedRegex("\"name\":\"([^\"]+)\"")]
    private static partial Regex Name();

    private static List<string> Parts(Answer answer) => [.. answer.Text.Split("--batch_")[1..^1]];
}

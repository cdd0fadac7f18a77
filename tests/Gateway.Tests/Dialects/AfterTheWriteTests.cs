using System.Net;
using ComputeOperator.Gateway.Tests.Kit;
using ComputeOperator.TestKit;
using ComputeOperator.TestKit.Faults;

namespace ComputeOperator.Gateway.Tests.Dialects;

/// <summary>A change that is written has been made, whatever becomes of the requests after it.</summary>
public sealed class AfterTheWriteTests
{
    private const int Always = 1000;

    public static TheoryData<string> Faults => new(Outages.Keys);

    private static Dictionary<string, Fault> Outages { get; } = new()
    {
        ["connection"] = new Fault.FailBefore(),
        ["unauthorized"] = new Fault.Answer(401),
        ["gone"] = new Fault.Answer(410),
        ["busy"] = new Fault.Answer(429),
        ["unavailable"] = new Fault.Answer(503),
    };

    private static Fault[] LostAnswers { get; } = [new Fault.FailBefore(), new Fault.Answer(500), new Fault.Answer(502), new Fault.Answer(504)];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_change_that_cannot_be_watched_is_answered_once_it_can_be_read(string fault)
    {
        using var project = await GceProject.OpenAsync();
        await project.InsertAsync("web");
        await using var gateway = await FaultyGateway.StartAsync((await GatewayCluster.GetAsync()).Cluster.Plane.Kubeconfig, TimeSpan.FromSeconds(60));
        gateway.Faults.Inject(Outages[fault], FaultyTransport.IsWatch, Always).Inject(Outages[fault], AfterWatch(gateway), times: 2);
        using var rest = new Rest(gateway.Address);

        var stopped = (await rest.PostAsync($"{project.Instances}/web/stop")).Succeeded();

        Assert.Equal(("stop", "DONE", null), (stopped.Get("operationType"), stopped.Get("status"), stopped.Get("error")));
        Assert.InRange(gateway.Faults.Pending, 1, Always - 3);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_change_of_which_nothing_more_is_seen_is_answered_as_far_as_it_came(string fault)
    {
        using var project = await GceProject.OpenAsync();
        await project.InsertAsync("web");
        await using var gateway = await FaultyGateway.StartAsync((await GatewayCluster.GetAsync()).Cluster.Plane.Kubeconfig, TimeSpan.FromSeconds(1));
        gateway.Faults.Inject(Outages[fault], FaultyTransport.IsWatch, Always).Inject(Outages[fault], AfterWatch(gateway), Always);
        using var rest = new Rest(gateway.Address);

        var stopped = (await rest.PostAsync($"{project.Instances}/web/stop")).Succeeded();

        Assert.Equal(("stop", "RUNNING"), (stopped.Get("operationType"), stopped.Get("status")));
    }

    [Theory]
    [InlineData("/api/v1/compute/instances", """{"name":"lost","flavor":"small"}""", "POST")]
    [InlineData("/api/v1/instances", """{"name":"lost","scope":"PROJECT"}""", "POST")]
    [InlineData("/api/admin/tenants/TENANT/credits", """{"amount":100,"reason":"paid"}""", "PATCH")]
    public async Task A_write_whose_answer_is_lost_is_not_asked_for_again(string path, string body, string written)
    {
        using var tenant = await DialectTenant.OpenAsync(spec: ""","credits":{"granted":50}""");
        path = path.Replace("TENANT", tenant.Name, StringComparison.Ordinal);
        await using var gateway = await FaultyGateway.StartAsync((await GatewayCluster.GetAsync()).Cluster.Plane.Kubeconfig, TimeSpan.Zero);
        using var rest = new Rest(gateway.Address);
        gateway.Faults.Inject(new Fault.FailBefore(new HttpRequestException(HttpRequestError.ConnectionError)), request => request.Method.Method == written);
        var unsent = await rest.PostAsync(path, body);
        gateway.Faults.Inject(new Fault.Answer(503), request => request.Method.Method == written);
        var refused = await rest.PostAsync(path, body);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "5"), (unsent.Status, unsent.Header("Retry-After")));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "1"), (refused.Status, refused.Header("Retry-After")));
        foreach (var lost in LostAnswers)
        {
            gateway.Faults.Inject(lost, request => request.Method.Method == written);
            AssertMayBeDone(await rest.PostAsync(path, body));
        }
    }

    [Theory]
    [InlineData("/compute/v1/projects/TENANT/zones/us-central1-a/instances/web")]
    [InlineData("/api/v1/compute/instances/web")]
    [InlineData("/api/v1/instances/web")]
    public async Task A_deletion_whose_answer_is_lost_is_not_asked_for_again(string path)
    {
        using var tenant = await DialectTenant.OpenAsync();
        await tenant.ApplyAsync("web", $$"""{"machineType":"small","powerState":"Stopped","tenant":"{{tenant.Name}}"}""");
        await tenant.ShowsAsync("/api/vms/web", "status", "stopped");
        path = path.Replace("TENANT", tenant.Name, StringComparison.Ordinal);
        await using var gateway = await FaultyGateway.StartAsync((await GatewayCluster.GetAsync()).Cluster.Plane.Kubeconfig, TimeSpan.Zero);
        using var rest = new Rest(gateway.Address);

        foreach (var lost in LostAnswers)
        {
            gateway.Faults.Inject(lost, request => request.Method == HttpMethod.Delete);
            AssertMayBeDone(await rest.SendAsync(HttpMethod.Delete, path, headers: ("X-Tenant-ID", tenant.Name)));
        }
    }

    [Fact]
    public async Task A_change_that_is_waited_for_when_the_gateway_stops_is_answered_as_far_as_it_came()
    {
        using var project = await GceProject.OpenAsync();
        await project.InsertAsync("web");
        await using var gateway = await FaultyGateway.StartAsync((await GatewayCluster.GetAsync()).Cluster.Plane.Kubeconfig, TimeSpan.FromSeconds(60));
        gateway.Faults.Inject(new Fault.FailBefore(), FaultyTransport.IsWatch, Always).Inject(new Fault.FailBefore(), AfterWatch(gateway), Always);
        using var rest = new Rest(gateway.Address);

        var waiting = rest.PostAsync($"{project.Instances}/web/stop");
        await Eventually.Holds(() => gateway.Faults.Sent.Any(sent => sent.IsWatch), what: "the change is waited for");
        await gateway.StopAsync();
        var stopped = (await waiting).Succeeded();

        Assert.Equal(("stop", "RUNNING"), (stopped.Get("operationType"), stopped.Get("status")));
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_deletion_is_answered_though_nobody_can_say_when_it_began(string fault)
    {
        using var project = await GceProject.OpenAsync();
        await project.InsertAsync("web");
        await using var gateway = await FaultyGateway.StartAsync((await GatewayCluster.GetAsync()).Cluster.Plane.Kubeconfig, TimeSpan.Zero);
        gateway.Faults.Inject(
            Outages[fault], request => request.Method == HttpMethod.Get && gateway.Faults.Sent.Any(sent => sent.Method == HttpMethod.Delete), Always);
        using var rest = new Rest(gateway.Address);

        var deleted = (await rest.DeleteAsync($"{project.Instances}/web")).Succeeded();

        Assert.Equal(("delete", "RUNNING", null), (deleted.Get("operationType"), deleted.Get("status"), deleted.Get("error")));
        Assert.NotEqual("100", deleted.Get("progress"));
        Assert.True(gateway.Faults.Pending < Always);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_machine_that_is_destroyed_is_going_though_nobody_can_say_how_far_it_is(string fault)
    {
        using var tenant = await DialectTenant.OpenAsync();
        await tenant.ApplyAsync("web", $$"""{"machineType":"small","tenant":"{{tenant.Name}}"}""");
        await tenant.ShowsAsync("/api/vms/web", "status", "running");
        await using var gateway = await FaultyGateway.StartAsync((await GatewayCluster.GetAsync()).Cluster.Plane.Kubeconfig, TimeSpan.FromSeconds(1));
        gateway.Faults.Inject(
            Outages[fault], request => request.Method == HttpMethod.Get && gateway.Faults.Sent.Any(sent => sent.Method == HttpMethod.Delete), Always);
        using var rest = new Rest(gateway.Address);

        var destroyed = await rest.SendAsync(HttpMethod.Post, "/api/vms/web/action", """{"action":"destroy"}""", headers: ("X-Tenant-ID", tenant.Name));

        Assert.Equal("destroying", destroyed.Succeeded().Get("status"));
        Assert.True(gateway.Faults.Pending < Always);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task An_action_is_answered_without_sizes_and_event_where_those_cannot_be_had(string fault)
    {
        using var tenant = await DialectTenant.OpenAsync();
        await tenant.ApplyAsync("web", $$"""{"machineType":"small","tenant":"{{tenant.Name}}"}""");
        await tenant.ShowsAsync("/api/vms/web", "status", "running");
        await using var gateway = await FaultyGateway.StartAsync((await GatewayCluster.GetAsync()).Cluster.Plane.Kubeconfig, TimeSpan.FromSeconds(60));
        gateway.Faults
            .Inject(Outages[fault], request => request.RequestUri!.AbsolutePath.EndsWith("/machinetypes", StringComparison.Ordinal))
            .Inject(Outages[fault], request => request.Method == HttpMethod.Post && request.RequestUri!.AbsolutePath.EndsWith("/events", StringComparison.Ordinal));
        using var rest = new Rest(gateway.Address);

        var stopped = await rest.SendAsync(HttpMethod.Post, "/api/admin/vms/web/action", """{"action":"stop"}""", headers: ("X-Tenant-ID", tenant.Name));

        Assert.Equal(("stopped", "1024"), (stopped.Succeeded().Get("status"), stopped.Get("ram_mb")));
        Assert.Equal(0, gateway.Faults.Pending);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_an_administrator_did_is_recorded_though_he_hangs_up(bool waits)
    {
        using var tenant = await DialectTenant.OpenAsync();
        await tenant.ApplyAsync("web", $$"""{"machineType":"small","tenant":"{{tenant.Name}}"}""");
        await tenant.ShowsAsync("/api/vms/web", "status", "running");
        await using var gateway = await FaultyGateway.StartAsync((await GatewayCluster.GetAsync()).Cluster.Plane.Kubeconfig, TimeSpan.FromSeconds(60));
        gateway.Faults.Inject(
            new Fault.HoldAnswer(new TaskCompletionSource().Task), request => waits ? FaultyTransport.IsWatch(request) : request.Method == HttpMethod.Patch, Always);
        using var http = new HttpClient { BaseAddress = gateway.Address };
        http.DefaultRequestHeaders.Add("X-Tenant-ID", tenant.Name);
        using var hangUp = new CancellationTokenSource();

        var asked = http.PostAsync("/api/admin/vms/web/action", new StringContent("""{"action":"stop"}"""), hangUp.Token);
        await Eventually.Holds(() => gateway.Faults.Pending < Always, what: "the gateway has written, or waits");
        await hangUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);

        await Eventually.Holds(
            async () => (await tenant.GetAsync("/api/events?type=admin")).Text.Contains("asked for stop of VM web", StringComparison.Ordinal), what: "the action is recorded");
    }

    private static void AssertMayBeDone(Answer answer)
    {
        Assert.Equal((HttpStatusCode.GatewayTimeout, null), (answer.Status, answer.Header("Retry-After")));
        Assert.Contains("may have been done all the same", answer.Text, StringComparison.Ordinal);
    }

    private static Func<HttpRequestMessage, bool> AfterWatch(FaultyGateway gateway) => request =>
        request.Method == HttpMethod.Get && request.RequestUri!.AbsolutePath.Contains("/instances/", StringComparison.Ordinal) && gateway.Faults.Sent.Any(sent => sent.IsWatch);
}

using System.Net;
using System.Text.Json;
using ComputeOperator.Gateway.Tests.Kit;
using ComputeOperator.TestKit;

namespace ComputeOperator.Gateway.Tests.VmManager;

public sealed class EventTests
{
    private const string Events = "/api/events";

    [Fact]
    public async Task What_happens_is_listed_by_type_severity_and_machine_latest_first()
    {
        using var tenant = await DialectTenant.OpenAsync(spec: ""","credits":{"granted":100}""");
        await tenant.PostAsync("/api/vms", """{"name":"one","ram_mb":512,"disk_gb":10,"cpu_cores":1}""");
        await tenant.PostAsync("/api/vms", """{"name":"two","ram_mb":512,"disk_gb":10,"cpu_cores":1}""");
        await tenant.PostAsync($"/api/admin/tenants/{tenant.Name}/credits", """{"amount":1,"reason":"a gift"}""");
        await tenant.ApplyAsync("odd", $$"""{"machineType":"nonesuch","tenant":"{{tenant.Name}}"}""");

        await ListsAsync(tenant, "?type=vm&vm_id=two", "Started");
        var charged = await ListsAsync(tenant, "?type=system&vm_id=one", "CreditsCharged");
        var given = await ListsAsync(tenant, "?type=admin", "AdminAction");
        var warned = await ListsAsync(tenant, "?severity=warning", "InvalidConfiguration");
        await ListsAsync(tenant, "?type=vm&vm_id=one", "Started");
        await ListsAsync(tenant, "?type=system&vm_id=two", "CreditsCharged");
        await ListsAsync(tenant, "", "CreditsAdjusted");
        var (all, second) = await UndisturbedAsync(tenant);

        Assert.Equal(("one", tenant.Name, "info"), (charged.Get("0.vm_id"), charged.Get("0.user_id"), charged.Get("0.severity")));
        Assert.Contains(given.Json.EnumerateArray(), e => e.GetProperty("message").GetString()!.EndsWith("by +1 to 101: a gift", StringComparison.Ordinal));
        Assert.Equal("odd", warned.Get("0.vm_id"));
        var seen = all.ConvertAll(e => e.GetProperty("details").GetProperty("last_seen_at").GetDateTimeOffset());
        Assert.Equal(seen.OrderDescending(), seen);
        Assert.Equal(all[1].GetProperty("id").GetString(), second.Get("0.id"));
        Assert.Equal("[]", (await tenant.GetAsync($"{Events}?since=2999-01-01T00:00:00Z")).Text);
    }

    [Fact]
    public async Task A_long_reason_is_cut_to_what_an_event_takes()
    {
        using var tenant = await DialectTenant.OpenAsync(spec: ""","credits":{"granted":100}""");
        (await tenant.PostAsync($"/api/admin/tenants/{tenant.Name}/credits", $$"""{"amount":1,"reason":"{{new string('я', 500)}}"}""")).Succeeded();

        var given = await ListsAsync(tenant, "?type=admin", "AdminAction");

        Assert.Contains(given.Json.EnumerateArray(), e => e.GetProperty("message").GetString()!.EndsWith("яя…", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_tenant_sees_no_events_of_another_in_the_same_namespace()
    {
        using var tenant = await DialectTenant.OpenAsync();
        await tenant.ApplyAsync("theirs", """{"machineType":"small","tenant":"default"}""");
        await tenant.ApplyAsync("gone", """{"machineType":"small","tenant":"default"}""");
        await tenant.ApplyAsync("ours", $$"""{"machineType":"small","tenant":"{{tenant.Name}}"}""");

        await ListsAsync(tenant, "", "Started");
        await Eventually.Holds(async () => (await tenant.GetAsync("/api/admin/events?vm_id=theirs")).Text.Contains("Started", StringComparison.Ordinal));
        await Eventually.Holds(async () => (await tenant.GetAsync("/api/admin/events?vm_id=gone")).Text.Contains("Started", StringComparison.Ordinal));
        (await tenant.Kubectl.RunAsync("delete", "instance", "gone", "-n", tenant.Name, "--timeout=180s")).Succeeded();
        var own = (await tenant.GetAsync(Events)).Succeeded().Json.EnumerateArray().Select(e => e.GetProperty("vm_id").GetString());

        Assert.Equal(["ours"], own.Distinct());
    }

    [Theory]
    [InlineData("?type=odd", "type")]
    [InlineData("?severity=odd", "severity")]
    [InlineData("?since=yesterday", "since")]
    [InlineData("?limit=501", "limit")]
    [InlineData("?offset=x", "offset")]
    public async Task A_parameter_that_cannot_be_is_refused_with_its_name(string query, string field)
    {
        using var tenant = await DialectTenant.OpenAsync();

        var answer = await tenant.GetAsync(Events + query);

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "query", field), (answer.Status, answer.Get("detail.0.loc.0"), answer.Get("detail.0.loc.1")));
    }

    // Whatever comes between the two moves the second: they are read until nothing did.
    private static async Task<(List<JsonElement> All, Answer Second)> UndisturbedAsync(DialectTenant tenant)
    {
        var read = await Eventually.Returns(
            async () =>
            {
                var before = (await tenant.GetAsync(Events)).Succeeded();
                var second = (await tenant.GetAsync($"{Events}?limit=1&offset=1")).Succeeded();
                return (await tenant.GetAsync(Events)).Text == before.Text ? Tuple.Create(before, second) : null;
            },
            what: $"{Events} stays as it is");
        return (read.Item1.Json.EnumerateArray().ToList(), read.Item2);
    }

    private static Task<Answer> ListsAsync(DialectTenant tenant, string query, string reason) => Eventually.Returns(
        async () => (await tenant.GetAsync(Events + query)).Succeeded() is var answer
            && answer.Json.EnumerateArray().Any(e => e.GetProperty("details").GetProperty("reason").GetString() == reason) ? answer : null,
        what: $"{Events}{query} lists {reason}");
}

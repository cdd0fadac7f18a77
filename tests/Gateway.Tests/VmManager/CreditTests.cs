using System.Net;
using ComputeOperator.Gateway.Tests.Kit;
using ComputeOperator.TestKit;

namespace ComputeOperator.Gateway.Tests.VmManager;

public sealed class CreditTests
{
    private const string Size = """ "ram_mb":1024,"disk_gb":20,"cpu_cores":2 """;

    [Fact]
    public async Task What_cannot_be_paid_for_is_refused_until_an_administrator_grants_more()
    {
        using var tenant = await DialectTenant.OpenAsync(spec: ""","credits":{"granted":50}""");

        var before = (await tenant.PostAsync("/api/vms/quota-check", $"{{{Size}}}")).Succeeded();
        var first = await tenant.PostAsync("/api/vms", $$"""{"name":"first",{{Size}}}""");
        await Eventually.Holds(async () => (await tenant.PostAsync("/api/vms/quota-check", $"{{{Size}}}")).Get("available_credits") == "16");
        var check = await tenant.PostAsync("/api/vms/quota-check", $"{{{Size}}}");
        var second = await tenant.PostAsync("/api/vms", $$"""{"name":"second",{{Size}}}""");
        var granted = (await tenant.PostAsync($"/api/admin/tenants/{tenant.Name}/credits", """{"amount":100,"reason":"paid"}""")).Succeeded();
        var third = await tenant.PostAsync("/api/vms", $$"""{"name":"third",{{Size}}}""");

        Assert.Equal("""{"cost":34,"available_credits":50,"allowed":true,"reason":null}""", before.Text);
        Assert.Equal((HttpStatusCode.Created, "running"), (first.Status, first.Get("status")));
        Assert.Equal(("false", "Insufficient credits: 34 needed, 16 available"), (check.Get("allowed"), check.Get("reason")));
        Assert.Equal((HttpStatusCode.PaymentRequired, check.Get("reason")), (second.Status, second.Get("detail")));
        Assert.Equal($$"""{"tenant":"{{tenant.Name}}","granted":150,"spent":34,"available":116}""", granted.Text);
        Assert.Equal((HttpStatusCode.Created, "running"), (third.Status, third.Get("status")));
    }

    [Fact]
    public async Task No_adjustment_is_lost()
    {
        using var tenant = await DialectTenant.OpenAsync(spec: ""","credits":{"granted":0}""");

        // So few that the writes of the others and the operator's together are less than the tries that each has.
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ =>
            tenant.PostAsync($"/api/admin/tenants/{tenant.Name}/credits", """{"amount":5,"reason":"each"}""")));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        Assert.Equal("20", (await tenant.Kubectl.RunAsync("get", "tenant", tenant.Name, "-o", "jsonpath={.spec.credits.granted}")).Succeeded());
    }

    [Fact]
    public async Task An_adjustment_that_cannot_be_is_refused()
    {
        using var limited = await DialectTenant.OpenAsync(spec: ""","credits":{"granted":10}""");
        using var unlimited = await DialectTenant.OpenAsync(test: "unlimited");

        var below = await limited.PostAsync($"/api/admin/tenants/{limited.Name}/credits", """{"amount":-11,"reason":"fine"}""");
        var without = await limited.PostAsync($"/api/admin/tenants/{limited.Name}/credits", """{"amount":1}""");
        var none = await unlimited.PostAsync($"/api/admin/tenants/{unlimited.Name}/credits", """{"amount":1,"reason":"r"}""");
        var unknown = await limited.PostAsync("/api/admin/tenants/no%2Fsuch/credits", """{"amount":1,"reason":"r"}""");

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "amount"), (below.Status, below.Get("detail.0.loc.1")));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "reason"), (without.Status, without.Get("detail.0.loc.1")));
        Assert.Equal((HttpStatusCode.Conflict, "The tenant's credits have no limit"), (none.Status, none.Get("detail")));
        Assert.Equal((HttpStatusCode.NotFound, "Tenant not found"), (unknown.Status, unknown.Get("detail")));
    }
}

using System.Net;
using ComputeOperator.Gateway.Tests.Kit;

namespace ComputeOperator.Gateway.Tests.Iaas;

public sealed class BadInputTests
{
    private const string Instances = "/api/v1/compute/instances";

    [Theory]
    [InlineData("""{"flavor":"small"}""", "name: Required.")]
    [InlineData("""{"name":"","flavor":"small"}""", "name: Must have 1 to 255 characters.")]
    [InlineData("""{"name":7,"flavor":"small"}""", "name: Must be a string.")]
    [InlineData("""{"name":"a\ud800","flavor":"small"}""", "name: Must be a string.")]
    [InlineData("""{"name":"a"}""", "Invalid flavor")]
    [InlineData("""{"name":"a","flavor":"Small"}""", "Invalid flavor")]
    [InlineData("""{"name":"a","flavor":["small"]}""", "flavor: Must be a string.")]
    [InlineData("""{"name":"a","flavor":"small","type":"toaster"}""", "type: Must be one of: vm, container.")]
    [InlineData("""{"name":"a","flavor":"small","imageId":{}}""", "imageId: Must be a string.")]
    [InlineData("""{"name":"a","flavor":"small","metadata":{"k":1}}""", "metadata.k: Must be a string.")]
    [InlineData("""{"name":"a","flavor":"small","metadata":{"no spaces":"v"}}""", "metadata: Invalid value: metadata keys must be 1 to 128 letters, digits, '-' and '_'")]
    [InlineData("""{"name":"a","flavor":"small","networkIds":"net"}""", "networkIds: Must be a list of strings.")]
    [InlineData("[]", null)]
    [InlineData("{", null)]
    [InlineData("", null)]
    [InlineData("null", null)]
    public async Task A_body_that_cannot_be_is_refused_with_the_field(string body, string? error)
    {
        using var tenant = await DialectTenant.OpenAsync();

        var answer = await tenant.PostAsync(Instances, body);

        Assert.Equal((HttpStatusCode.BadRequest, "application/json; charset=utf-8"), (answer.Status, answer.ContentType));
        Assert.Equal(["error"], answer.Json.EnumerateObject().Select(member => member.Name));
        Assert.Equal(error ?? answer.Get("error"), answer.Get("error"));
        Assert.DoesNotContain("   at ", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Upper")]
    [InlineData("-x")]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("a,b")]
    public async Task A_tenant_that_cannot_be_is_refused(string tenant)
    {
        using var rest = new Rest((await GatewayCluster.GetAsync()).Gateway.Address);

        var answer = await rest.SendAsync(HttpMethod.Get, Instances, headers: ("X-Tenant-ID", tenant));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
    }

    [Theory]
    [InlineData("UPPER")]
    [InlineData("a%2Fb")]
    [InlineData("..%2Fx")]
    [InlineData("a%00b")]
    [InlineData("%F0%9F%90%99")]
    [InlineData("-a")]
    public async Task An_id_that_is_none_is_not_found(string id)
    {
        using var tenant = await DialectTenant.OpenAsync();

        foreach (var answer in new[] { await tenant.GetAsync($"{Instances}/{id}"), await tenant.PostAsync($"{Instances}/{id}/stop"), await tenant.DeleteAsync($"{Instances}/{id}") })
        {
            Assert.True(answer.Status is HttpStatusCode.NotFound or HttpStatusCode.BadRequest, $"{answer.Status} {answer.Text}");
        }
    }

    [Fact]
    public async Task Unknown_paths_methods_and_large_bodies_are_refused_in_the_dialects_form()
    {
        using var tenant = await DialectTenant.OpenAsync();

        var path = await tenant.GetAsync("/api/v1/compute/nothing");
        var method = await tenant.PatchAsync(Instances, "{}");
        var large = await tenant.PostAsync(Instances, $$"""{"name":"{{new string('a', 2_000_000)}}"}""");
        var unknown = await tenant.PostAsync(Instances, """{"name":"a","flavor":"small","colour":"blue"}""");

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.MethodNotAllowed, HttpStatusCode.RequestEntityTooLarge), (path.Status, method.Status, large.Status));
        Assert.All(new[] { path, method, large }, answer => Assert.NotEmpty(answer.Get("error")!));
        Assert.Equal(HttpStatusCode.Created, unknown.Status);
    }
}

using System.Net;
using ComputeOperator.Gateway.Tests.Kit;

namespace ComputeOperator.Gateway.Tests.Lifecycle;

public sealed class BadInputTests
{
    private const string Instances = "/api/v1/instances";

    [Theory]
    [InlineData("{}", "body -> name=missing", "body -> scope=missing")]
    [InlineData("""{"name":"","scope":"PROJECT"}""", "body -> name=string_too_short")]
    [InlineData("""{"name":7,"scope":7}""", "body -> name=string_type", "body -> scope=enum")]
    [InlineData("""{"name":"a","scope":"project"}""", "body -> scope=enum")]
    [InlineData("""{"name":"a","scope":"PROJECT","config":"x"}""", "body -> config=dict_type")]
    [InlineData("""{"name":"a","scope":"PROJECT","config":{"a":[{"b":"\ud800"}]}}""", "body -> config=value_error")]
    [InlineData("""{"name":"a","scope":"PROJECT","parent_id":1,"description":[]}""", "body -> parent_id=string_type", "body -> description=string_type")]
    [InlineData("""{"name":""", "body -> name=json_invalid")]
    [InlineData("[]", "body=json_invalid")]
    [InlineData("", "body=json_invalid")]
    public async Task A_body_that_cannot_be_is_refused_with_every_field(string body, params string[] problems)
    {
        using var tenant = await DialectTenant.OpenAsync();

        var answer = await tenant.PostAsync(Instances, body);

        Assert.True(answer.Status == HttpStatusCode.UnprocessableEntity, $"{answer.Status} {answer.Text}");
        Assert.Equal(["error_type", "errors"], answer.Json.EnumerateObject().Select(member => member.Name));
        Assert.Equal("ValidationError", answer.Get("error_type"));
        Assert.Equal(problems, answer.Json.GetProperty("errors").EnumerateArray().Select(error => $"{error.GetProperty("field")}={error.GetProperty("type")}"));
        Assert.All(answer.Json.GetProperty("errors").EnumerateArray(), error => Assert.NotEmpty(error.GetProperty("message").GetString()!));
    }

    [Theory]
    [InlineData("?limit=0", "query -> limit")]
    [InlineData("?limit=9999999999999", "query -> limit")]
    [InlineData("?offset=-1", "query -> offset")]
    [InlineData("?scope=LOCAL", "query -> scope")]
    [InlineData("?status=odd", "query -> status")]
    public async Task A_parameter_that_cannot_be_is_refused_with_its_name(string query, string field)
    {
        using var tenant = await DialectTenant.OpenAsync();

        var answer = await tenant.GetAsync(Instances + query);

        Assert.Equal((HttpStatusCode.UnprocessableEntity, field), (answer.Status, answer.Get("errors.0.field")));
    }

    [Fact]
    public async Task A_header_that_cannot_be_is_refused_with_its_name()
    {
        using var tenant = await DialectTenant.OpenAsync();

        var answer = await tenant.SendAsync(HttpMethod.Get, Instances, tenant: "no such/tenant");

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "header -> X-Tenant-ID"), (answer.Status, answer.Get("errors.0.field")));
    }

    [Fact]
    public async Task Unknown_paths_methods_and_large_bodies_are_refused_in_the_dialects_form()
    {
        using var tenant = await DialectTenant.OpenAsync();

        var path = await tenant.PostAsync($"{Instances}/x/explode");
        var method = await tenant.PatchAsync($"{Instances}/x", "{}");
        var large = await tenant.PostAsync(Instances, $$"""{"name":"{{new string('a', 2_000_000)}}"}""");
        var parent = await tenant.PostAsync(Instances, $$"""{"name":"a","scope":"PROJECT","parent_id":"{{new string('%', 1000)}}"}""");

        Assert.Equal(
            (HttpStatusCode.NotFound, HttpStatusCode.MethodNotAllowed, HttpStatusCode.RequestEntityTooLarge, HttpStatusCode.NotFound),
            (path.Status, method.Status, large.Status, parent.Status));
        Assert.All(new[] { path, method, large, parent }, answer => Assert.NotEmpty(answer.Get("detail")!));
    }
}

using System.Net;
using static ComputeOperator.Gateway.Tests.Kit.GceProject;

namespace ComputeOperator.Gateway.Tests.Gce;

/// <summary>The same request twice is one request.</summary>
public sealed class RequestIdTests
{
    private const string Id = "7f3c1b7e-5f0d-4d83-8a55-0f3c9f4d2b11";
    private const string Other = "0d5c3f7a-1111-4d83-8a55-0f3c9f4d2b11";

    [Fact]
    public async Task A_repeated_request_is_answered_with_its_operation_again()
    {
        using var project = await OpenAsync();
        foreach (var (path, body) in ((string, string?)[])
            [("", Body("web")), ("/web/stop", null), ("/web/setMachineType", """{"machineType":"e2-small"}"""), ("/web/start", null), ("/web/reset", null)])
        {
            var id = Guid.NewGuid();
            var first = await project.DoneAsync((await project.Rest.PostAsync($"{project.Instances}{path}?requestId={id}", body)).Succeeded());
            var second = await project.DoneAsync((await project.Rest.PostAsync($"{project.Instances}{path}?requestId={id}", body)).Succeeded());

            Assert.Equal((first.Get("name"), first.Get("operationType"), null), (second.Get("name"), second.Get("operationType"), second.Get("error")));
        }

        var restarts = (await project.Kubectl.RunAsync("get", "instance", "web", "-n", project.Name, "-o", "jsonpath={.status.restartCount}")).Succeeded();
        Assert.Equal("1", restarts);
    }

    [Fact]
    public async Task Another_request_is_another()
    {
        using var project = await OpenAsync();
        await project.DoneAsync((await project.Rest.PostAsync($"{project.Instances}?requestId={Id}", Body("web"))).Succeeded());

        Fails(await project.Rest.PostAsync($"{project.Instances}?requestId={Other}", Body("web")), HttpStatusCode.Conflict, "alreadyExists");
    }

    [Fact]
    public async Task Eight_times_the_same_at_once_is_once()
    {
        using var project = await OpenAsync();
        await project.InsertAsync("web");
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => project.Rest.PostAsync($"{project.Instances}/web/reset?requestId={Id}")));
        await Task.WhenAll(answers.Select(answer => project.DoneAsync(answer.Succeeded())));

        Assert.Single(answers.Select(answer => answer.Get("name")).Distinct());
    }

    [Theory]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("not-a-uuid")]
    [InlineData("7f3c1b7e5f0d4d838a550f3c9f4d2b11")]
    public async Task An_id_that_cannot_be_is_refused(string id)
    {
        using var project = await OpenAsync();

        Assert.StartsWith(
            $"Invalid value for field 'requestId': '{id}'",
            Fails(await project.Rest.PostAsync($"{project.Instances}?requestId={id}", Body("web")), HttpStatusCode.BadRequest, "invalid"), StringComparison.Ordinal);
    }
}

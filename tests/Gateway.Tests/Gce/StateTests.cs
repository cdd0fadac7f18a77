using System.Net;
using System.Text.Json;
using ComputeOperator.Gateway.Tests.Kit;
using static ComputeOperator.Gateway.Tests.Kit.GceProject;

namespace ComputeOperator.Gateway.Tests.Gce;

/// <summary>Requests that find the instance in another state than they need.</summary>
public sealed class StateTests
{
    [Fact]
    public async Task Strictly_what_is_so_already_is_an_error_at_once()
    {
        using var project = await OpenAsync();
        await project.InsertAsync("web");

        Assert.Equal(
            "Cannot start instance in 'RUNNING' state. Instance must be in TERMINATED state.",
            Fails(await project.Rest.PostAsync($"{project.Instances}/web/start"), HttpStatusCode.BadRequest, "invalid"));
        Assert.Equal(
            "Cannot resume instance in 'RUNNING' state. Instance must be in SUSPENDED state.",
            Fails(await project.Rest.PostAsync($"{project.Instances}/web/resume"), HttpStatusCode.BadRequest, "invalid"));
        await project.ActAsync("web", "stop");
        Assert.Equal(
            "Cannot stop instance in 'TERMINATED' state. Instance must be in RUNNING state.",
            Fails(await project.Rest.PostAsync($"{project.Instances}/web/stop"), HttpStatusCode.BadRequest, "invalid"));
        Assert.Equal(
            "Cannot reset instance in 'TERMINATED' state. Instance must be in RUNNING state.",
            Fails(await project.Rest.PostAsync($"{project.Instances}/web/reset"), HttpStatusCode.BadRequest, "invalid"));
        Assert.Equal(
            "Cannot suspend instance in 'TERMINATED' state. Instance must be in RUNNING state.",
            Fails(await project.Rest.PostAsync($"{project.Instances}/web/suspend"), HttpStatusCode.BadRequest, "invalid"));
    }

    [Fact]
    public async Task Otherwise_what_is_so_already_is_success()
    {
        using var project = await OpenAsync(lenient: true);
        await project.InsertAsync("web");
        var started = await project.ActAsync("web", "start");
        await project.ActAsync("web", "stop");
        var stopped = await project.ActAsync("web", "stop");

        Assert.Equal(("start", null), (started.Get("operationType"), started.Get("error")));
        Assert.Equal(("stop", null), (stopped.Get("operationType"), stopped.Get("error")));
        Assert.Equal("TERMINATED", (await project.GetAsync("web")).Get("status"));
    }

    [Theory]
    [InlineData("reset", "reset")]
    [InlineData("suspend", "suspend")]
    [InlineData("resume", "resume")]
    public async Task Otherwise_the_wrong_state_is_an_operation_that_fails(string action, string type)
    {
        using var project = await OpenAsync(lenient: true);
        await project.InsertAsync("web");
        await project.ActAsync("web", "stop");
        var failed = (await project.Rest.PostAsync($"{project.Instances}/web/{action}")).Succeeded();

        NotReady(project, failed, type);
        NotReady(project, await project.Rest.GetAsync($"{project.Root}/zones/{Zone}/operations/{failed.Get("name")}"), type);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Another_machine_type_for_a_running_instance_is_an_operation_that_fails(bool lenient)
    {
        using var project = await OpenAsync(lenient);
        await project.InsertAsync("web");
        var failed = (await project.Rest.PostAsync($"{project.Instances}/web/setMachineType", """{"machineType":"zones/us-central1-a/machineTypes/e2-small"}""")).Succeeded();

        NotReady(project, failed, "setMachineType");
        NotReady(project, await project.Rest.PostAsync($"{project.Root}/zones/{Zone}/operations/{failed.Get("name")}/wait"), "setMachineType");
        Assert.EndsWith("/e2-medium", (await project.GetAsync("web")).Get("machineType"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_operation_that_cannot_succeed_says_why()
    {
        using var project = await OpenAsync();
        var answer = (await project.Rest.PostAsync(project.Instances, Body("web"))).Succeeded();
        await project.DoneAsync(answer);
        await project.ActAsync("web", "stop");
        // What no request can do, kubectl can: a machine type that does not exist.
        (await project.Kubectl.RunAsync("patch", "instance", "web", "-n", project.Name, "--type=merge", "-p", """{"spec":{"machineType":"gone"}}""")).Succeeded();
        var failed = await project.ActAsync("web", "start");

        Assert.Equal(("DONE", "INVALID_USAGE"), (failed.Get("status"), failed.Get("error.errors.0.code")));
        Assert.Contains("no MachineType 'gone'", failed.Get("error.errors.0.message"), StringComparison.Ordinal);
        Assert.Equal((400, "BAD REQUEST"), (failed.Json.GetProperty("httpErrorStatusCode").GetInt32(), failed.Get("httpErrorMessage")));
    }

    [Fact]
    public async Task Two_requests_that_race_each_find_the_state_they_need_or_fail()
    {
        using var project = await OpenAsync();
        await project.InsertAsync("web");
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => project.Rest.PostAsync($"{project.Instances}/web/stop")));

        Assert.All(answers, answer => Assert.True(
            answer.Status is HttpStatusCode.OK || (answer.Status is HttpStatusCode.BadRequest && answer.Text.Contains("Cannot stop instance in", StringComparison.Ordinal)), answer.Text));
        Assert.Contains(answers, answer => answer.Status == HttpStatusCode.OK);
        var stops = (await project.Kubectl.RunAsync("get", "instance", "web", "-n", project.Name, "-o", "jsonpath={.status.operations[*].type}")).Succeeded();
        Assert.Equal("insert stop", stops);
    }

    private static void NotReady(GceProject project, Answer operation, string type)
    {
        Assert.Equal(("DONE", type, "RESOURCE_NOT_READY"), (operation.Get("status"), operation.Get("operationType"), operation.Get("error.errors.0.code")));
        Assert.Equal($"The resource 'projects/{project.Name}/zones/{Zone}/instances/web' is not ready", operation.Get("error.errors.0.message"));
        Assert.Equal(JsonValueKind.Number, operation.Json.GetProperty("httpErrorStatusCode").ValueKind);
        Assert.Equal(("400", "BAD REQUEST"), (operation.Get("httpErrorStatusCode"), operation.Get("httpErrorMessage")));
    }
}

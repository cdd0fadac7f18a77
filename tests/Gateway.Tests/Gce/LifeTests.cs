using System.Net;
using ComputeOperator.Gateway.Tests.Kit;

namespace ComputeOperator.Gateway.Tests.Gce;

public sealed class LifeTests
{
    [Fact]
    public async Task An_instance_is_created_stopped_started_reset_and_deleted()
    {
        using var project = await GceProject.OpenAsync();
        var inserted = await project.InsertAsync("web", more: """ "labels":{"env":"dev"},"metadata":{"items":[{"key":"startup-script","value":"echo hello"}]},"tags":{"items":["http-server"]} """);
        var running = await project.GetAsync("web");
        await project.ActAsync("web", "stop");
        var stopped = await project.GetAsync("web");
        await project.ActAsync("web", "start");
        await project.ActAsync("web", "reset");
        var reset = (await project.Kubectl.RunAsync("get", "instance", "web", "-n", project.Name, "-o", "jsonpath={.status.restartCount} {.status.phase}")).Succeeded();
        var deleted = await project.DoneAsync((await project.Rest.DeleteAsync($"{project.Instances}/web")).Succeeded());

        Assert.Equal(("insert", "DONE", null), (inserted.Get("operationType"), inserted.Get("status"), inserted.Get("error")));
        Assert.Equal(("RUNNING", "dev", "http-server", "startup-script"), (running.Get("status"), running.Get("labels.env"), running.Get("tags.items.0"), running.Get("metadata.items.0.key")));
        Assert.Equal("TERMINATED", stopped.Get("status"));
        Assert.NotNull(stopped.Get("lastStopTimestamp"));
        Assert.Equal("1 RUNNING", reset);
        Assert.Equal(("delete", "DONE"), (deleted.Get("operationType"), deleted.Get("status")));
        GceProject.Fails(await project.GetAsync("web"), HttpStatusCode.NotFound, "notFound");
    }

    [Fact]
    public async Task An_instance_is_suspended_and_resumed()
    {
        using var project = await GceProject.OpenAsync();
        await project.InsertAsync("web");
        await project.ActAsync("web", "suspend");
        var suspended = await project.GetAsync("web");
        await project.ActAsync("web", "resume");
        var resumed = await project.GetAsync("web");

        Assert.Equal("SUSPENDED", suspended.Get("status"));
        Assert.NotNull(suspended.Get("lastSuspendedTimestamp"));
        Assert.Equal("RUNNING", resumed.Get("status"));
    }
}

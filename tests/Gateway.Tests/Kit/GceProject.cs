using System.Net;
using System.Text.Json;
using ComputeOperator.TestKit;

namespace ComputeOperator.Gateway.Tests.Kit;

/// <summary>A project of the GCE dialect, which one test works in.</summary>
internal sealed class GceProject(GatewayCluster shared, string name, GatewayProcess gateway) : IDisposable
{
    /// <summary>The zone in which names are those of Kubernetes.</summary>
    public const string Zone = "us-central1-a";

    public const string OtherZone = "europe-west1-b";

    public string Name { get; } = name;

    public Rest Rest { get; } = new(gateway.Address);

    public Kubectl Kubectl => shared.Kubectl;

    /// <summary>Path of the project.</summary>
    public string Root => $"/compute/v1/projects/{Name}";

    /// <summary>Path of the instances of the default zone.</summary>
    public string Instances => $"{Root}/zones/{Zone}/instances";

    public static async Task<GceProject> OpenAsync(bool lenient = false, [System.Runtime.CompilerServices.CallerMemberName] string test = "")
    {
        var shared = await GatewayCluster.GetAsync();
        return new(shared, await shared.Cluster.Plane.NewNamespaceAsync(test), lenient ? shared.Lenient : shared.Gateway);
    }

    /// <summary>Creates an instance, and waits until it runs.</summary>
    public async Task<Answer> InsertAsync(string instance, string zone = Zone, string more = "")
    {
        var answer = (await Rest.PostAsync($"{Root}/zones/{zone}/instances", Body(instance, zone, more))).Succeeded();
        return await DoneAsync(answer);
    }

    public static string Body(string instance, string zone = Zone, string more = "") =>
        $$"""{"name":"{{instance}}","machineType":"zones/{{zone}}/machineTypes/e2-medium"{{(more.Length > 0 ? "," + more : "")}}}""";

    /// <summary>Asks for something to be done with an instance, and waits until it is.</summary>
    public async Task<Answer> ActAsync(string instance, string action, string? body = null) =>
        await DoneAsync((await Rest.PostAsync($"{Instances}/{instance}/{action}", body)).Succeeded());

    /// <summary>Waits for the operation of an answer.</summary>
    public async Task<Answer> DoneAsync(Answer operation)
    {
        while (operation.Get("status") != "DONE")
        {
            operation = (await Rest.PostAsync($"{Root}/zones/{ZoneOf(operation)}/operations/{operation.Get("name")}/wait")).Succeeded();
        }

        return operation;
    }

    /// <summary>Waits until an instance runs.</summary>
    public Task RunsAsync(string instance) => Eventually.Holds(async () => (await GetAsync(instance)) is { Status: HttpStatusCode.OK } answer && answer.Get("status") == "RUNNING");

    public Task<Answer> GetAsync(string instance) => Rest.GetAsync($"{Instances}/{instance}");

    /// <summary>Asserts that an answer is a failure in the dialect's form, and returns its message.</summary>
    public static string Fails(Answer answer, HttpStatusCode status, string reason)
    {
        Assert.True(answer.Status == status, $"{(int)answer.Status} {answer.Text}");
        Assert.Equal("application/json; charset=UTF-8", answer.ContentType);
        Assert.Equal(["error"], answer.Json.EnumerateObject().Select(member => member.Name));
        var error = answer.Json.GetProperty("error");
        Assert.Equal(["code", "message", "errors"], error.EnumerateObject().Select(member => member.Name));
        Assert.Equal(JsonValueKind.Number, error.GetProperty("code").ValueKind);
        Assert.Equal((int)status, error.GetProperty("code").GetInt32());
        var cause = Assert.Single(error.GetProperty("errors").EnumerateArray());
        Assert.Equal("global", cause.GetProperty("domain").GetString());
        Assert.Equal(reason, cause.GetProperty("reason").GetString());
        Assert.Equal(error.GetProperty("message").GetString(), cause.GetProperty("message").GetString());
        return error.GetProperty("message").GetString()!;
    }

    public void Dispose() => Rest.Dispose();

    private static string ZoneOf(Answer operation) => operation.Get("zone")!.Split('/')[^1];
}

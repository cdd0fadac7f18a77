using System.Diagnostics;
using System.Text.Json;
using ComputeOperator.Gateway.Tests.Kit;
using ComputeOperator.Operator.Tests.Kit;
using ComputeOperator.TestKit;

namespace ComputeOperator.Gateway.Tests.Seeds;

/// <summary>The commands that the seeds print work as they stand, with the fields and codes that they print.</summary>
public sealed class GceSeedTests
{
    private static readonly string[] Operation = ["kind", "id", "name", "zone", "operationType", "status", "progress"];

    [ToolFact("curl", "jq")]
    public async Task Seed_000()
    {
        var said = await RunAsync("seed-000.sh");

        IsOperation(said["create"], "insert");
        Has(said["get"], 200, ["kind", "id", "name", "status", "zone", "machineType", "metadata", "labels"]);
        Assert.Equal("RUNNING", said["get"].Json.GetProperty("status").GetString());
        Has(said["list"], 200, ["kind", "id", "items", "selfLink"]);
        IsOperation(said["stop"], "stop");
        Refused(said["stop-again"], 400, "Cannot stop instance in 'TERMINATED' state. Instance must be in RUNNING state.", "invalid");
        IsOperation(said["start"], "start");
        Refused(said["start-again"], 400, "Cannot start instance in 'RUNNING' state. Instance must be in TERMINATED state.", "invalid");
        IsOperation(said["delete"], "delete");
        Refused(said["get-deleted"], 404, "The resource 'projects/my-project/zones/us-central1-a/instances/test-instance' was not found", "notFound");
    }

    [ToolFact("curl", "jq")]
    public async Task Seed_001()
    {
        var said = await RunAsync("seed-001.sh");

        IsOperation(said["create"], "insert");
        Assert.Equal(1, said["list"].Json.GetProperty("items").GetArrayLength());
        Assert.Equal(1, said["list-all"].Json.GetProperty("items").GetArrayLength());
        Has(said["get"], 200, ["kind", "id", "name", "status"]);
        IsOperation(said["stop"], "stop");
        Refused(said["reset-stopped"], 400, "Cannot reset instance in 'TERMINATED' state. Instance must be in RUNNING state.", "invalid");
        IsOperation(said["start"], "start");
        IsOperation(said["reset"], "reset");
        Has(said["serial"], 200, ["kind", "contents", "selfLink"]);
        Assert.True(said["types"].Json.GetProperty("items").GetArrayLength() >= 13);
        Has(said["type"], 200, ["kind", "id", "name", "guestCpus", "memoryMb"]);
        Assert.Equal("""{"service":"compute-engine","status":"healthy","phase":"1"}""", said["health"].Json.GetRawText());
        IsOperation(said["delete"], "delete");
    }

    private static void IsOperation((int Code, JsonElement Json) said, string type)
    {
        Has(said, 200, Operation);
        Assert.Equal(
            ("compute#operation", type, "DONE", 100),
            (said.Json.GetProperty("kind").GetString(), said.Json.GetProperty("operationType").GetString(), said.Json.GetProperty("status").GetString(), said.Json.GetProperty("progress").GetInt32()));
        Assert.False(said.Json.TryGetProperty("error", out _));
    }

    private static void Refused((int Code, JsonElement Json) said, int code, string message, string reason)
    {
        Assert.Equal(code, said.Code);
        var error = said.Json.GetProperty("error");
        var cause = Assert.Single(error.GetProperty("errors").EnumerateArray());
        Assert.Equal(
            (code, message, message, "global", reason),
            (error.GetProperty("code").GetInt32(), error.GetProperty("message").GetString(), cause.GetProperty("message").GetString(), cause.GetProperty("domain").GetString(), cause.GetProperty("reason").GetString()));
    }

    private static void Has((int Code, JsonElement Json) said, int code, string[] members)
    {
        Assert.Equal(code, said.Code);
        Assert.All(members, member => Assert.True(said.Json.TryGetProperty(member, out _), $"{member} in {said.Json}"));
    }

    private static async Task<Dictionary<string, (int Code, JsonElement Json)>> RunAsync(string script)
    {
        await using var cluster = await InstalledCluster.StartAsync();
        (await cluster.Kubectl.RunAsync("create", "namespace", "my-project")).Succeeded();
        await cluster.StartOperator().LeadsAsync();
        await using var gateway = await GatewayProcess.StartAsync(cluster.Plane.Kubeconfig, "--auth=none");
        var start = new ProcessStartInfo(Path.Combine(Repository.Root, "tests", "Gateway.Tests", "Seeds", script)) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(gateway.Address.Authority);
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await error + output);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t'))
            .ToDictionary(parts => parts[0], parts => (int.Parse(parts[2], null), JsonDocument.Parse(parts[1]).RootElement));
    }
}

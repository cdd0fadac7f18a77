using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ComputeOperator.Entities.V1;
using ComputeOperator.Operator.Tests.Kit;

namespace ComputeOperator.Operator.Tests.Walks;

/// <summary>What belongs to the user stays as the user wrote it, or GitOps tools are out of sync for ever.</summary>
public class OwnershipTests
{
    private const string Applied = """
        apiVersion: compute.iaas.dev/v1
        kind: Instance
        metadata: { name: web, labels: { app: web }, annotations: { team: a } }
        spec: { machineType: e2-small, restartMode: Hard, tags: [b, a], config: { deep: { list: [1, { x: null }] } }, metadata: { k: v } }
        """;

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public async Task The_operator_owns_its_finalizer_and_the_status_and_nothing_else()
    {
        var cluster = await SharedCluster.GetAsync();
        await using var sandbox = await cluster.SandboxAsync();
        await ServerSideApplyAsync(cluster, sandbox);
        var before = await ReadAsync(sandbox);
        await sandbox.History.SettledAsync("web", InstancePhase.Running);
        await sandbox.PatchAsync("web", """ "restartedAt":"2027-01-01T00:00:00Z" """);
        await sandbox.History.UntilAsync("web", instance => instance.Status?.RestartCount == 1 && instance.Holds(InstanceConditions.Ready));
        await sandbox.PatchAsync("web", """ "restartedAt":null """);
        await sandbox.History.SettledAsync("web", InstancePhase.Running);
        var after = await ReadAsync(sandbox);

        foreach (var part in new[] { "labels", "annotations" })
        {
            Assert.Equal(before["metadata"]![part]!.ToJsonString(), after["metadata"]![part]!.ToJsonString());
        }

        Assert.Equal(before["spec"]!.ToJsonString(), after["spec"]!.ToJsonString());
        var owned = after["metadata"]!["managedFields"]!.AsArray().Where(entry => entry!["manager"]!.GetValue<string>() == "compute-operator").ToList();
        Assert.Equal(
            ["f:metadata", "f:status"],
            owned.SelectMany(entry => entry!["fieldsV1"]!.AsObject().Select(field => field.Key)).Distinct().Order());
        Assert.Equal(["f:finalizers"], owned.SelectMany(entry => entry!["fieldsV1"]!["f:metadata"]?.AsObject().Select(field => field.Key) ?? []));
    }

    [Fact]
    public async Task Applying_the_same_again_conflicts_with_nobody_and_changes_nothing()
    {
        var cluster = await SharedCluster.GetAsync();
        await using var sandbox = await cluster.SandboxAsync();
        await ServerSideApplyAsync(cluster, sandbox);
        var settled = await sandbox.History.SettledAsync("web", InstancePhase.Running);
        await ServerSideApplyAsync(cluster, sandbox);

        Assert.Equal(settled.Metadata.Generation, (await ReadAsync(sandbox))["metadata"]!["generation"]!.GetValue<long>());
    }

    [Fact]
    public async Task A_condition_of_somebody_else_stays_theirs_and_each_is_owned_as_a_whole()
    {
        const string theirs = "example.com/Audited";
        var cluster = await SharedCluster.GetAsync();
        await using var sandbox = await cluster.SandboxAsync();
        await ServerSideApplyAsync(cluster, sandbox);
        await sandbox.History.SettledAsync("web", InstancePhase.Running);
        (await cluster.Kubectl.ApplyAsync(
            $$"""
            apiVersion: compute.iaas.dev/v1
            kind: Instance
            metadata: { name: web }
            status: { conditions: [{ type: {{theirs}}, status: "True", reason: Clean, message: seen, lastTransitionTime: "2026-01-01T00:00:00Z" }] }
            """,
            "--server-side", "--subresource=status", "--field-manager=auditor", "-n", sandbox.Namespace)).Succeeded();
        await sandbox.PatchAsync("web", """ "powerState":"Stopped" """);
        await sandbox.History.SettledAsync("web", InstancePhase.Terminated);
        var after = await ReadAsync(sandbox);

        var audited = after["status"]!["conditions"]!.AsArray().Single(condition => condition!["type"]!.GetValue<string>() == theirs)!;
        Assert.Equal(("Clean", "seen"), (audited["reason"]!.GetValue<string>(), audited["message"]!.GetValue<string>()));
        Assert.Equal($$$"""{"k:{\"type\":\"{{{theirs}}}\"}":{}}""", OwnedConditions(after, "auditor").ToJsonString(Plain));
        var own = OwnedConditions(after, "compute-operator");
        Assert.Equal("{}", own[$$$"""k:{"type":"{{{InstanceConditions.Ready}}}"}"""]!.ToJsonString());
        Assert.DoesNotContain(own, condition => condition.Key.Contains(theirs, StringComparison.Ordinal));
    }

    private static JsonObject OwnedConditions(JsonNode instance, string manager) => instance["metadata"]!["managedFields"]!.AsArray()
        .Single(entry => entry!["manager"]!.GetValue<string>() == manager && entry["subresource"] is not null)!["fieldsV1"]!["f:status"]!["f:conditions"]!.AsObject();

    private static async Task ServerSideApplyAsync(InstalledCluster cluster, Sandbox sandbox) =>
        (await cluster.Kubectl.ApplyAsync(Applied, "--server-side", "-n", sandbox.Namespace)).Succeeded();

    private static async Task<JsonNode> ReadAsync(Sandbox sandbox) =>
        JsonNode.Parse((await sandbox.KubectlAsync("get", "inst", "web", "-o", "json", "--show-managed-fields")).Succeeded())!;
}

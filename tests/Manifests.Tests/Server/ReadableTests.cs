using System.Text.Json;
using System.Text.Json.Nodes;
using ComputeOperator.Entities;
using ComputeOperator.TestKit;

namespace ComputeOperator.Manifests.Tests.Server;

/// <summary>What the schema lets in, at the edges of what it lets in, the operator can read.</summary>
public sealed class ReadableTests : IAsyncLifetime
{
    private Kubectl _kubectl = null!;

    public static TheoryData<string> InstanceSpecs =>
    [
        """{}""",
        """{"image":null,"provider":null,"tenant":null,"zone":null,"powerState":null,"stopPolicy":null,"restartMode":null}""",
        """{"description":null,"metadata":null,"tags":null,"parent":null,"scope":null,"config":null,"deletionProtection":null}""",
        """{"stopPolicy":{},"metadata":{},"tags":[],"config":{}}""",
        """{"stopPolicy":{"mode":null,"gracePeriodSeconds":3.0e1}}""",
        """{"restartedAt":"1000-01-01T00:00:00+14:00"}""",
        """{"restartedAt":"2999-12-31T23:59:59.123456789-14:00"}""",
        """{"description":"\ud83d\ude00 \u0000"}""",
        """{"metadata":{"a":""},"config":{"a":[1,1.5e300,-0,null,true,"",{}],"1":{"":{}}}}""",
        $$"""{"config":{{Nested(400)}}}""",
    ];

    public static TheoryData<string> MachineTypeSpecs =>
    [
        """{"vcpus":1,"memory":1048576}""",
        """{"vcpus":"0.5","memory":"1e9","disk":null}""",
        """{"vcpus":".5","memory":"1.5Gi"}""",
        """{"vcpus":"+1","memory":"+64Ti"}""",
        """{"vcpus":"1n","memory":"1Mi","disk":"64Ti"}""",
        """{"vcpus":"1024","memory":"1E9","disk":"1e10"}""",
        """{"vcpus":"0.0000000000000000000000000000000000000001","memory":"1Gi"}""",
    ];

    public static TheoryData<string> TenantSpecs =>
    [
        """{"quota":null,"credits":null,"suspended":null,"displayName":null}""",
        """{"quota":{},"credits":{}}""",
        """{"quota":{"instances":0,"vcpus":0,"memory":"0","disk":"1e-9"},"credits":{"granted":0}}""",
        """{"quota":{"instances":1.0e3,"vcpus":"1e6","memory":"1Ei","disk":"1E9"},"credits":{"granted":1000000000000}}""",
        """{"quota":{"instances":null,"vcpus":null},"credits":{"granted":null}}""",
    ];

    public async Task InitializeAsync() => _kubectl = (await Installation.GetAsync()).Kubectl;

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [MemberData(nameof(InstanceSpecs))]
    public async Task An_accepted_instance_can_be_read(string spec)
    {
        var accepted = (await CreateAsync("Instance", """{"machineType":"small"}""", spec)).Succeeded();

        Assert.NotNull(JsonSerializer.Deserialize(accepted, EntitiesJsonContext.Default.Instance)!.Spec.StopPolicy);
    }

    [Theory]
    [InlineData("first", "1000-01-01T00:00:00+14:00")]
    [InlineData("last", "2999-12-31T23:59:59.999999999-14:00")]
    public async Task An_accepted_restart_can_be_recorded_as_handled(string name, string asked)
    {
        var @namespace = await (await Installation.GetAsync()).ControlPlane.NewNamespaceAsync(name);
        var manifest = $$"""
            {"apiVersion":"compute.iaas.dev/v1","kind":"Instance","metadata":{"name":"{{name}}"},
            "spec":{"machineType":"small","restartedAt":"{{asked}}"} }
            """;
        var accepted = (await _kubectl.RunAsync(manifest, ["-n", @namespace, "create", "-f", "-", "-o", "json"])).Succeeded();
        var handled = JsonSerializer.Deserialize(accepted, EntitiesJsonContext.Default.Instance)!.Spec.RestartedAt;
        var status = JsonSerializer.Serialize(new() { ObservedRestartedAt = handled }, EntitiesJsonContext.Default.InstanceStatus);

        (await _kubectl.RunAsync("-n", @namespace, "patch", "inst", name, "--subresource=status", "--type=merge", "-p", "{\"status\":" + status + "}")).Succeeded();
    }

    [Theory]
    [MemberData(nameof(MachineTypeSpecs))]
    public async Task An_accepted_machine_type_can_be_read(string spec)
    {
        var accepted = (await CreateAsync("MachineType", """{"disk":"10Gi"}""", spec)).Succeeded();

        Assert.True(JsonSerializer.Deserialize(accepted, EntitiesJsonContext.Default.MachineType)!.Spec.Vcpus.Value >= 0);
    }

    [Theory]
    [MemberData(nameof(TenantSpecs))]
    public async Task An_accepted_tenant_can_be_read(string spec)
    {
        var accepted = (await CreateAsync("Tenant", """{"namespaces":["*"]}""", spec)).Succeeded();

        Assert.NotEmpty(JsonSerializer.Deserialize(accepted, EntitiesJsonContext.Default.Tenant)!.Spec.Namespaces);
    }

    [Theory]
    [InlineData("disk", "1e-3E")]
    [InlineData("memory", "1e3Gi")]
    [InlineData("vcpus", "1_000")]
    public async Task What_looks_like_a_quantity_and_is_none_is_refused(string field, string value)
    {
        var refused = await CreateAsync("MachineType", """{"vcpus":1,"memory":"1Gi","disk":"10Gi"}""", $$"""{"{{field}}":"{{value}}"}""");

        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains($"spec.{field}: Invalid value: \"{value}\"", refused.Error, StringComparison.Ordinal);
    }

    private Task<KubectlResult> CreateAsync(string kind, string sound, string spec)
    {
        var fields = (JsonObject)JsonNode.Parse(sound, null, new() { MaxDepth = 1000 })!;
        foreach (var (name, value) in JsonNode.Parse(spec, null, new() { MaxDepth = 1000 })!.AsObject())
        {
            fields[name] = value?.DeepClone();
        }

        var manifest = $$"""{"apiVersion":"compute.iaas.dev/v1","kind":"{{kind}}","metadata":{"name":"readable"},"spec":{{fields.ToJsonString(new() { MaxDepth = 1000 })}}}""";
        return _kubectl.RunAsync(manifest, ["create", "--dry-run=server", "-f", "-", "-o", "json"]);
    }

    private static string Nested(int depth) => string.Concat(Enumerable.Repeat("""{"a":""", depth)) + "1" + new string('}', depth);
}

using System.Text.Json.Nodes;
using ComputeOperator.Manifests.Crds;
using ComputeOperator.TestKit;

namespace ComputeOperator.Manifests.Tests.Server;

public sealed class RefusalTests : IClassFixture<RefusalTests.Objects>
{
    private const string Instance = """
        {"apiVersion":"compute.iaas.dev/v1","kind":"Instance","metadata":{"name":"full"},
        "spec":{"machineType":"small","image":"ubuntu-22.04","provider":"simulated","tenant":"acme"}}
        """;

    private const string BareInstance = """
        {"apiVersion":"compute.iaas.dev/v1","kind":"Instance","metadata":{"name":"bare"},"spec":{"machineType":"small"}}
        """;

    private const string MachineType = """
        {"apiVersion":"compute.iaas.dev/v1","kind":"MachineType","metadata":{"name":"custom"},"spec":{"vcpus":"2","memory":"4Gi"}}
        """;

    private const string Tenant = """
        {"apiVersion":"compute.iaas.dev/v1","kind":"Tenant","metadata":{"name":"sound"},"spec":{"namespaces":["team-a"]}}
        """;

    private readonly Objects _objects;

    public RefusalTests(Objects objects) => _objects = objects;

    public static TheoryData<Refusal> OnCreate => [.. InstanceRefusals.OnCreate];

    public static TheoryData<Refusal> OnCreateOfMachineType => [.. MachineTypeRefusals.OnCreate];

    public static TheoryData<Refusal> OnCreateOfTenant => [.. TenantRefusals.OnCreate];

    public static TheoryData<Refusal> OnUpdate => [.. InstanceRefusals.OnUpdate];

    public static TheoryData<Refusal> OnUpdateOfBare => [.. InstanceRefusals.OnUpdateOfBare];

    [Theory]
    [MemberData(nameof(OnCreate), DisableDiscoveryEnumeration = true)]
    public Task A_new_instance_is_refused(Refusal refusal) => RefusesNewAsync(Instance, refusal);

    [Theory]
    [MemberData(nameof(OnCreateOfMachineType), DisableDiscoveryEnumeration = true)]
    public Task A_new_machine_type_is_refused(Refusal refusal) => RefusesNewAsync(MachineType, refusal);

    [Theory]
    [MemberData(nameof(OnCreateOfTenant), DisableDiscoveryEnumeration = true)]
    public Task A_new_tenant_is_refused(Refusal refusal) => RefusesNewAsync(Tenant, refusal);

    [Fact]
    public async Task A_tenant_with_an_unknown_field_is_refused()
    {
        var result = await _objects.RunAsync(
            Tenant.Replace("\"namespaces\"", "\"qouta\":{},\"namespaces\"", StringComparison.Ordinal), "create", "--dry-run=server", "-f", "-");

        Assert.Contains("unknown field \"spec.qouta\"", result.Error, StringComparison.Ordinal);
        Assert.Equal(1, result.ExitCode);
    }

    [Fact]
    public async Task A_tenant_name_too_long_for_any_object_is_refused()
    {
        var result = await _objects.RunAsync(
            Tenant.Replace("sound", new string('a', 300), StringComparison.Ordinal), "create", "--dry-run=server", "-f", "-");

        Assert.Contains("metadata.name", result.Error, StringComparison.Ordinal);
        Assert.Contains("must be no more than 253", result.Error, StringComparison.Ordinal);
        Assert.Equal(1, result.ExitCode);
    }

    [Theory]
    [MemberData(nameof(OnUpdate), DisableDiscoveryEnumeration = true)]
    public Task A_change_is_refused(Refusal refusal) => RefusesChangeAsync("full", refusal);

    [Theory]
    [MemberData(nameof(OnUpdateOfBare), DisableDiscoveryEnumeration = true)]
    public Task A_late_addition_is_refused(Refusal refusal) => RefusesChangeAsync("bare", refusal);

    [Fact]
    public void Every_rule_and_bound_of_an_instance_has_a_case() =>
        AssertCovered("Instance", InstanceRefusals.All.Select(refusal => refusal.Bound));

    [Fact]
    public void Every_rule_and_bound_of_a_machine_type_has_a_case() =>
        AssertCovered("MachineType", MachineTypeRefusals.OnCreate.Select(refusal => refusal.Bound));

    [Fact]
    public void Every_rule_and_bound_of_a_tenant_has_a_case() =>
        AssertCovered("Tenant", TenantRefusals.OnCreate.Select(refusal => refusal.Bound));

    private async Task RefusesNewAsync(string sound, Refusal refusal)
    {
        var manifest = Refusal.Merge(JsonNode.Parse(sound), JsonNode.Parse(refusal.Change))!.ToJsonString();

        AssertRefused(refusal, await _objects.RunAsync(manifest, "create", "--dry-run=server", "--validate=false", "-f", "-"));
    }

    private async Task RefusesChangeAsync(string name, Refusal refusal) =>
        AssertRefused(refusal, await _objects.RunAsync(null, "patch", "inst", name, "--dry-run=server", "--type=merge", "-p", refusal.Change));

    private static void AssertRefused(Refusal refusal, KubectlResult result)
    {
        Assert.Contains(refusal.Message, result.Error, StringComparison.Ordinal);
        Assert.Equal(1, result.ExitCode);
    }

    // The operator alone writes status: its bounds are a safety net, not something that users meet.
    private static void AssertCovered(string kind, IEnumerable<string> cases)
    {
        var sources = Sources.OfThisRepository();
        var definition = new CustomResourceDefinitions(sources.Descriptions).Of(sources.Kinds.Single(k => k.Entity.Kind == kind));
        var schema = (JsonObject)definition["spec"]!["versions"]![0]!["schema"]!["openAPIV3Schema"]!;
        ((JsonObject)schema["properties"]!).Remove("status");

        Assert.Equal(SchemaBounds.In(schema).Distinct().Order(), cases.Distinct().Order());
    }

    /// <summary>The objects that are changed, in a namespace of their own.</summary>
    public sealed class Objects : IAsyncLifetime
    {
        private Kubectl _kubectl = null!;
        private string _namespace = "";

        public async Task InitializeAsync()
        {
            var installation = await Installation.GetAsync();
            _kubectl = installation.Kubectl;
            _namespace = await installation.ControlPlane.NewNamespaceAsync(nameof(RefusalTests));
            foreach (var sound in new[] { Instance, BareInstance })
            {
                (await RunAsync(sound, "create", "-f", "-")).Succeeded();
            }

            (await RunAsync(MachineType, "create", "--dry-run=server", "-f", "-")).Succeeded();
            (await RunAsync(Tenant, "create", "--dry-run=server", "-f", "-")).Succeeded();
        }

        public Task DisposeAsync() => Task.CompletedTask;

        public Task<KubectlResult> RunAsync(string? input, params string[] arguments) =>
            _kubectl.RunAsync(input, ["-n", _namespace, .. arguments]);
    }
}

using System.Text.RegularExpressions;
using ComputeOperator.TestKit;

namespace ComputeOperator.Manifests.Tests.Server;

public sealed class KubectlTests : IAsyncLifetime
{
    private const string Status = """
        {"status":{"phase":"RUNNING","provider":"simulated","statusMessage":"It runs.",
        "addresses":[{"type":"ExternalIP","address":"192.0.2.1"},{"type":"InternalIP","address":"10.0.0.7"}],
        "conditions":[{"type":"Ready","status":"True","reason":"Running","message":"","lastTransitionTime":"2026-01-01T00:00:00Z"}]}}
        """;

    private Kubectl _kubectl = null!;
    private string _namespace = "";

    public async Task InitializeAsync()
    {
        var installation = await Installation.GetAsync();
        _kubectl = installation.Kubectl;
        _namespace = await installation.ControlPlane.NewNamespaceAsync(nameof(KubectlTests));
        await RunAsync("apply", "-f", Path.Combine(Repository.Config("samples"), "running.yaml"));
        await RunAsync("apply", "-f", Path.Combine(Repository.Config("samples"), "stopped.yaml"));
        await RunAsync("patch", "inst", "web-1", "--subresource=status", "--type=merge", "-p", Status);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Get_shows_what_matters_first()
    {
        var table = await TableAsync("get", "inst", "web-1");

        Assert.Equal("NAME PHASE POWER READY MACHINE-TYPE TENANT ZONE IP AGE", table[0]);
        Assert.StartsWith("web-1 RUNNING Running True e2-medium default us-central1-a 10.0.0.7 ", table[1], StringComparison.Ordinal);
    }

    // kstatus, which Flux asks, takes Unknown for work in progress, and no condition for none.
    [Theory]
    [InlineData("inst", "batch-1")]
    [InlineData("tnt", "default")]
    public async Task What_no_operator_has_looked_at_says_so(string kind, string name)
    {
        const string ready = "jsonpath={range .status.conditions[*]}{.type} {.status}: {.message}{end}";

        Assert.Equal("Ready Unknown: The operator has not looked at it yet", await RunAsync("get", kind, name, "-o", ready));
    }

    [Fact]
    public async Task Get_wide_adds_provider_image_and_message()
    {
        var table = await TableAsync("get", "inst", "web-1", "-o", "wide");

        Assert.EndsWith(" AGE PROVIDER IMAGE MESSAGE", table[0], StringComparison.Ordinal);
        Assert.EndsWith(" simulated ubuntu-22.04 It runs.", table[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_category_lists_instances_and_machine_types()
    {
        var names = await RunAsync("get", "compute", "-o", "name");

        Assert.Contains("instance.compute.iaas.dev/web-1", names, StringComparison.Ordinal);
        Assert.Contains("machinetype.compute.iaas.dev/e2-micro", names, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Machine_types_show_their_figures()
    {
        var table = await TableAsync("get", "mt", "e2-micro");

        Assert.Equal("NAME VCPUS MEMORY DISK AGE", table[0]);
        Assert.StartsWith("e2-micro 250m 1Gi 10Gi ", table[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("spec.tenant=default", "web-1 batch-1")]
    [InlineData("spec.tenant=acme", "")]
    [InlineData("spec.zone=us-central1-a", "web-1 batch-1")]
    [InlineData("spec.machineType=n1-standard-4", "batch-1")]
    [InlineData("status.phase=RUNNING", "web-1")]
    [InlineData("status.phase!=RUNNING", "batch-1")]
    public async Task Instances_are_selected_by_field(string selector, string expected)
    {
        var names = (await RunAsync("get", "inst", "--field-selector", selector, "-o", "jsonpath={.items[*].metadata.name}")).Split(' ');

        Assert.Equal(expected.Split(' ').Order(), names.Order());
    }

    [Theory]
    [InlineData("inst", "One machine: what kind, from which image, for whom, and whether it should run.")]
    [InlineData("inst.spec.stopPolicy", "How the machine is stopped, also when it is deleted or restarted.")]
    [InlineData("inst.spec.stopPolicy", "gracePeriodSeconds <integer> Seconds that a graceful stop may take before it is forced.")]
    [InlineData("inst.spec.powerState", "- Stopped: Off; the phase is then TERMINATED.")]
    [InlineData("inst.status.conditions", "Whether it holds: True, False or Unknown.")]
    [InlineData("mt.spec.vcpus", "Virtual CPUs; a fraction such as 250m is a share of one.")]
    public async Task Explain_says_what_a_field_means(string field, string expected)
    {
        var text = Regex.Replace(await RunAsync("explain", field), @"\s+", " ");

        Assert.Contains(expected, text, StringComparison.Ordinal);
    }

    private async Task<string> RunAsync(params string[] arguments) =>
        (await _kubectl.RunAsync(["-n", _namespace, .. arguments])).Succeeded();

    private async Task<string[]> TableAsync(params string[] arguments)
    {
        var lines = (await RunAsync(arguments)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return [.. lines.Select(line => Regex.Replace(line.Trim(), @"\s+", " "))];
    }
}

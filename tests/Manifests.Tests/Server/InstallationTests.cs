namespace ComputeOperator.Manifests.Tests.Server;

public sealed class InstallationTests
{
    // kubectl looks kinds up before it applies anything: an object of a kind that comes with the same apply is left out.
    [Fact]
    public async Task The_first_apply_installs_all_but_machine_types_and_tenants()
    {
        var installation = await Installation.GetAsync();

        Assert.Contains("customresourcedefinition.apiextensions.k8s.io/instances.compute.iaas.dev created", installation.First.Output, StringComparison.Ordinal);
        Assert.Contains("deployment.apps/compute-operator created", installation.First.Output, StringComparison.Ordinal);
        var complaints = installation.First.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(complaints, line => Assert.Matches("MachineType|Tenant|ensure CRDs are installed first", line));
    }

    [Fact]
    public async Task The_second_apply_installs_machine_types_and_tenants_and_succeeds()
    {
        var installation = await Installation.GetAsync();

        var created = installation.Second.Succeeded().Split('\n').Where(line => line.EndsWith(" created", StringComparison.Ordinal)).ToList();
        Assert.Contains("tenant.compute.iaas.dev/default created", created);
        Assert.Equal(17, created.Count(line => line.StartsWith("machinetype.compute.iaas.dev/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Another_apply_changes_nothing()
    {
        var installation = await Installation.GetAsync();

        var output = (await installation.Kubectl.RunAsync("apply", "-k", Repository.Config("default"))).Succeeded();

        Assert.All(output.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.EndsWith(" unchanged", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_definitions_are_structural_and_apply_on_the_server_side()
    {
        var installation = await Installation.GetAsync();
        const string conditions = "jsonpath={range .items[*].status.conditions[*]}{.type}={.status}{\"\\n\"}{end}";

        var states = (await installation.Kubectl.RunAsync("get", "crd", "-o", conditions)).Succeeded();

        Assert.DoesNotContain("NonStructuralSchema=True", states, StringComparison.Ordinal);
        Assert.DoesNotContain("Established=False", states, StringComparison.Ordinal);
        string[] apply = ["apply", "--server-side", "--force-conflicts", "--dry-run=server", "-k", Repository.Config("crd")];
        (await installation.Kubectl.RunAsync(apply)).Succeeded();
    }

    [Fact]
    public async Task Every_sample_applies()
    {
        var installation = await Installation.GetAsync();
        var @namespace = await installation.ControlPlane.NewNamespaceAsync();

        string[] apply = ["apply", "-n", @namespace, "-k", Repository.Config("samples")];
        var output = (await installation.Kubectl.RunAsync(apply)).Succeeded();

        var samples = Directory.GetFiles(Repository.Config("samples")).Where(file => !file.EndsWith("kustomization.yaml", StringComparison.Ordinal));
        var objects = samples.Sum(file => File.ReadLines(file).Count(line => line.StartsWith("kind: ", StringComparison.Ordinal)));
        Assert.Equal(objects, output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }
}

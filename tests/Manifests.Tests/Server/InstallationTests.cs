using ComputeOperator.TestKit;

namespace ComputeOperator.Manifests.Tests.Server;

public sealed class InstallationTests
{
    [Fact]
    public async Task One_apply_on_an_empty_cluster_installs_everything()
    {
        var installation = await Installation.GetAsync();

        var created = installation.Applied.Succeeded().Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Contains("customresourcedefinition.apiextensions.k8s.io/instances.compute.iaas.dev created", created);
        Assert.Contains("deployment.apps/compute-operator created", created);
        Assert.All(created, line => Assert.EndsWith(" created", line, StringComparison.Ordinal));
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

    // The kind of the Prometheus operator, with no more of it than its name.
    [Fact]
    public async Task What_tells_Prometheus_where_the_metrics_are_applies()
    {
        var installation = await Installation.GetAsync();
        const string kind = """
            kubectl create -f - <<'CRD'
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: { name: servicemonitors.monitoring.coreos.com }
            spec:
              group: monitoring.coreos.com
              scope: Namespaced
              names: { kind: ServiceMonitor, plural: servicemonitors }
              versions:
              - { name: v1, served: true, storage: true, schema: { openAPIV3Schema: { type: object, x-kubernetes-preserve-unknown-fields: true } } }
            CRD
            kubectl wait crd/servicemonitors.monitoring.coreos.com --for=condition=Established --timeout=180s
            """;
        await Shell.RunAsync(kind, installation.ControlPlane.Kubeconfig);

        string[] apply = ["apply", "-k", Repository.Config("prometheus")];
        var output = await Eventually.Returns(async () => await installation.Kubectl.RunAsync(apply) is { ExitCode: 0 } applied ? applied.Output : null);

        Assert.Contains("servicemonitor.monitoring.coreos.com/compute-operator created", output, StringComparison.Ordinal);
        Assert.Contains("servicemonitor.monitoring.coreos.com/compute-gateway created", output, StringComparison.Ordinal);
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

using System.Text.Json;
using ComputeOperator.TestKit;
using YamlDotNet.RepresentationModel;

namespace ComputeOperator.Manifests.Tests.Server;

/// <summary>Operator and gateway with the arguments of their Deployments: but for addresses and files, nothing is another.</summary>
public sealed class DeployedArgumentsTests
{
    [Fact]
    public async Task Every_line_of_the_deployed_programs_is_JSON()
    {
        await using var plane = await ControlPlane.StartAsync();
        await Shell.RunAsync($"make -C '{Repository.Root}' install && kubectl create namespace compute-system", plane.Kubeconfig);
        var pki = Path.Combine(plane.Folder, "pki");
        var environment = new Dictionary<string, string> { ["KUBECONFIG"] = plane.Kubeconfig, ["POD_NAMESPACE"] = "compute-system" };
        await using var @operator = new ProgramProcess("compute-operator", Arguments("manager", pki), environment);
        await using var gateway = new ProgramProcess("compute-gateway", Arguments("gateway", pki), environment);

        await @operator.LineAsync("Leading");
        (await plane.Kubectl.RunAsync("apply", "-f", Path.Combine(Repository.Config("samples"), "running.yaml"))).Succeeded();
        (await plane.Kubectl.RunAsync("wait", "instance/web-1", "--for=condition=Ready", "--timeout=180s")).Succeeded();
        await gateway.LineAsync("127.0.0.1:");
        @operator.Terminate();
        gateway.Terminate();

        Assert.Equal(0, await @operator.ExitCodeAsync());
        Assert.Equal(0, await gateway.ExitCodeAsync());
        Assert.All([.. @operator.Lines, .. gateway.Lines], IsEntry);
    }

    private static void IsEntry(string line)
    {
        using var entry = JsonDocument.Parse(line);
        Assert.NotEqual("", entry.RootElement.GetProperty("Message").GetString());
    }

    private static string[] Arguments(string folder, string pki)
    {
        using var reader = File.OpenText(Path.Combine(Repository.Config(folder), "deployment.yaml"));
        var yaml = new YamlStream();
        yaml.Load(reader);
        var arguments = ((YamlSequenceNode)yaml.Documents[0].RootNode["spec"]["template"]["spec"]["containers"][0]["args"]).Select(node => node.ToString()).ToArray();
        Assert.Contains("--log-format=json", arguments);
        return [.. arguments.Select(argument => argument.Split('=')[0] switch
        {
            var flag when flag.EndsWith("-bind-address", StringComparison.Ordinal) => $"{flag}=127.0.0.1:0",
            "--tls-cert-file" => $"--tls-cert-file={pki}/apiserver.crt",
            "--tls-private-key-file" => $"--tls-private-key-file={pki}/apiserver.key",
            _ => argument,
        })];
    }
}

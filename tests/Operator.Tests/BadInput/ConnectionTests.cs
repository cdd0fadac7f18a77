using System.Net;
using System.Runtime.Versioning;
using System.Text;
using System.Text.Json.Nodes;
using ComputeOperator.Entities.V1;
using ComputeOperator.Operator.Tests.Kit;
using ComputeOperator.TestKit;

namespace ComputeOperator.Operator.Tests.BadInput;

[UnsupportedOSPlatform("windows")]
public sealed class ConnectionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("operator-").FullName;

    [Fact]
    public async Task Without_a_kubeconfig_it_says_where_it_looked_and_waits_for_one()
    {
        await using var cluster = await InstalledCluster.StartAsync();
        var kubeconfig = Path.Combine(_folder, "kubeconfig");
        var environment = new Dictionary<string, string> { ["KUBECONFIG"] = kubeconfig };
        await using var process = OperatorProcess.Start([$"--leader-elect-namespace={InstalledCluster.OwnNamespace}"], environment);
        var line = await process.LineAsync("no Kubernetes configuration found");
        var unready = await process.ReadyzAsync((status, text) => status == HttpStatusCode.InternalServerError && text.Contains("[-]configuration", StringComparison.Ordinal));
        File.Copy(cluster.OperatorKubeconfig, kubeconfig);
        await process.LeadsAsync();

        Assert.Contains(kubeconfig, line, StringComparison.Ordinal);
        Assert.Contains("no Kubernetes configuration found", unready, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", process.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_kubeconfig_that_is_none_is_named_with_its_file()
    {
        var kubeconfig = Path.Combine(_folder, "kubeconfig");
        await File.WriteAllTextAsync(kubeconfig, "clusters: 7");
        await using var process = OperatorProcess.Start([$"--kubeconfig={kubeconfig}"]);

        await process.LineAsync(kubeconfig);
        var alive = await Eventually.Returns(async () => await process.ProbeAsync("/livez") is var (status, _) ? (object)status : null);
        Assert.Equal(HttpStatusCode.OK, alive);
        Assert.DoesNotContain("   at ", process.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unreachable_server_is_named_in_one_line_and_tried_until_it_answers()
    {
        await using var cluster = await InstalledCluster.StartAsync();
        await cluster.Plane.KillAsync();
        var process = cluster.StartOperator();
        var line = await process.LineAsync("instances.compute.iaas.dev: the API server cannot be reached");
        var unready = await process.ReadyzAsync((_, text) => text.Contains("[-]instances-synced failed", StringComparison.Ordinal) && text.Contains("refused", StringComparison.Ordinal));
        await cluster.Plane.RestartAsync();
        await process.LeadsAsync();
        await using var sandbox = await cluster.SandboxAsync();
        await sandbox.SettledAsync("web", InstancePhase.Running);

        Assert.Contains(cluster.OperatorKubeconfig, line, StringComparison.Ordinal);
        Assert.Contains("context '", line, StringComparison.Ordinal);
        Assert.Contains(cluster.Plane.Server.Authority, line, StringComparison.Ordinal);
        Assert.Contains(cluster.Plane.Server.Authority, unready, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", process.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_credential_program_that_fails_is_named_without_a_trace_and_tried_until_it_works()
    {
        await using var cluster = await InstalledCluster.StartAsync();
        var program = Path.Combine(_folder, "sign-in");
        var (kubeconfig, credential) = await WithProgramAsync(cluster.OperatorKubeconfig, program);
        await using var process = OperatorProcess.Start([$"--kubeconfig={kubeconfig}", $"--leader-elect-namespace={InstalledCluster.OwnNamespace}"]);
        var line = await process.LineAsync("instances.compute.iaas.dev: no credentials for the API server");
        await process.ReadyzAsync((_, text) => text.Contains("[-]instances-synced failed", StringComparison.Ordinal) && text.Contains(program, StringComparison.Ordinal));
        await File.WriteAllTextAsync(program, $"#!/bin/sh\nprintf '%s' '{credential}'\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        await process.LeadsAsync();

        Assert.Contains(program, line, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", process.Log, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_credential_program_that_hangs_ends_with_the_operator()
    {
        await using var cluster = await InstalledCluster.StartAsync(Installed.Nothing);
        var (program, started) = (Path.Combine(_folder, "program"), Path.Combine(_folder, "started"));
        var (kubeconfig, _) = await WithProgramAsync(cluster.OperatorKubeconfig, program);
        await File.WriteAllTextAsync(program, $"#!/bin/sh\necho $$ >{started}.new\nmv {started}.new {started}\nexec sleep 600\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        await using var process = OperatorProcess.Start([$"--kubeconfig={kubeconfig}"]);
        await Eventually.Holds(() => File.Exists(started));
        var commandLine = $"/proc/{(await File.ReadAllTextAsync(started)).Trim()}/cmdline";
        // In the middle of its exec it has none.
        await Eventually.Holds(() => Runs(commandLine));
        process.Terminate();
        await process.EndsWellAsync();

        await Eventually.Holds(() => !Runs(commandLine));
    }

    // A process that has ended and that nobody has asked about is still there, without a command line.
    private static bool Runs(string commandLine)
    {
        try
        {
            return File.ReadAllText(commandLine).Length > 0;
        }
        catch (IOException)
        {
            return false;
        }
    }

    // The same user, signed in by a program that answers with the certificate.
    private async Task<(string Kubeconfig, string Credential)> WithProgramAsync(string kubeconfig, string program)
    {
        var config = JsonNode.Parse((await new Kubectl(kubeconfig).RunAsync("config", "view", "--raw", "-o", "json")).Succeeded())!;
        var user = config["users"]![0]!["user"]!;
        var credential = new JsonObject
        {
            ["apiVersion"] = "client.authentication.k8s.io/v1",
            ["kind"] = "ExecCredential",
            ["status"] = new JsonObject { ["clientCertificateData"] = Decoded(user, "certificate"), ["clientKeyData"] = Decoded(user, "key") },
        };
        config["users"]![0]!["user"] = JsonNode.Parse(
            $$"""{"exec":{"apiVersion":"client.authentication.k8s.io/v1","command":"{{program}}","interactiveMode":"Never"} }""");
        var file = Path.Combine(_folder, "kubeconfig");
        await File.WriteAllTextAsync(file, config.ToJsonString());
        return (file, credential.ToJsonString());
    }

    private static string Decoded(JsonNode user, string part) =>
        Encoding.UTF8.GetString(Convert.FromBase64String(user[$"client-{part}-data"]!.GetValue<string>()));
}

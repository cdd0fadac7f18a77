using System.Runtime.InteropServices;
using ComputeOperator.Entities.V1;
using ComputeOperator.Operator.Tests.Kit;
using ComputeOperator.TestKit;

namespace ComputeOperator.Operator.Tests.Publishing;

/// <summary>The operator as it ships: trimmed, and compiled ahead as one image of what its profile names.</summary>
public sealed class PublishedOperatorTests : IDisposable
{
    // Of more than 8,000; a profile that is not used, or was made for other code, leaves thousands.
    private const int MostCompiledAtRunTime = 1000;

    private readonly string _folder = Directory.CreateTempSubdirectory("compute-published-").FullName;

    [Fact]
    public async Task As_published_it_does_its_work_and_little_is_compiled_at_run_time()
    {
        await using var cluster = await InstalledCluster.StartAsync();
        var runtime = $"linux-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
        await Shell.RunAsync(
            $"dotnet publish '{Repository.Root}/src/Operator' --configuration Release --runtime {runtime} --output '{_folder}/operator' --verbosity quiet -p:RunAnalyzers=false",
            cluster.Plane.Kubeconfig);
        var compiled = Path.Combine(_folder, "compiled");

        await using (var process = OperatorProcess.Start(
            [$"--kubeconfig={cluster.OperatorKubeconfig}", $"--leader-elect-namespace={InstalledCluster.OwnNamespace}"],
            new Dictionary<string, string> { ["DOTNET_JitStdOutFile"] = compiled, ["DOTNET_JitDisasmSummary"] = "1" },
            Path.Combine(_folder, "operator", "compute-operator")))
        {
            await process.LeadsAsync();
            await using var sandbox = await cluster.SandboxAsync();
            await sandbox.SettledAsync("web", InstancePhase.Running);
            (await cluster.Kubectl.RunAsync("delete", "instance", "web", "--namespace", sandbox.Namespace, "--timeout=180s")).Succeeded();
            process.Terminate();
            await process.EndsWellAsync();
        }

        // What was compiled ahead and runs often is compiled again, later and in the background.
        var count = File.ReadLines(compiled).Count(line => !line.Contains("[Tier1", StringComparison.Ordinal));
        Assert.True(count <= MostCompiledAtRunTime, $"{count} methods were compiled at run time: run `make profile` and commit what it changes");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}

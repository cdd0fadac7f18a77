using System.Text.Json;
using ComputeOperator.Operator.Tests.Kit;
using ComputeOperator.TestKit;

namespace ComputeOperator.Operator.Tests.Benchmarks;

/// <summary>The benchmark program at its smallest: that it measures what it says, not how fast.</summary>
public sealed class BenchmarkTests : IDisposable
{
    private const int Instances = 60;

    private readonly string _folder = Directory.CreateTempSubdirectory("compute-bench-").FullName;

    [Fact]
    public async Task The_operator_and_the_replay_of_its_writes_take_turns_with_as_many_instances()
    {
        var json = Path.Combine(_folder, "bench.json");
        // At the head of a group: what it starts goes with it, also when it is killed.
        await using var benchmarks = new ProgramProcess(
            "/usr/bin/setsid",
            [
                Path.Combine(AppContext.BaseDirectory, "benchmarks"),
                $"--assets={await Assets.FolderAsync()}", $"--operator={Path.Combine(AppContext.BaseDirectory, "compute-operator")}", "--gateway=not-measured",
                $"--config={Repository.Root}/config", $"--json={json}", "--quick", "--parts=throughput", $"--instances={Instances}",
            ]);

        // It fails where the operator makes other requests than agreed.
        var code = await benchmarks.ExitCodeAsync(TimeSpan.FromMinutes(40));
        Assert.True(code == 0, $"ended with {code}:\n{benchmarks.Log}");

        using var report = JsonDocument.Parse(await File.ReadAllTextAsync(json));
        var rounds = report.RootElement.GetProperty("rounds").EnumerateArray().ToList();
        Assert.Equal(["Ceiling", "EventsOff", "Ceiling", "EventsOn"], rounds.Select(round => round.GetProperty("kind").GetString()));
        var phases = rounds.SelectMany(round => round.GetProperty("phases").EnumerateArray()).ToList();
        Assert.Equal(16, phases.Count);
        Assert.All(phases, phase => Assert.Equal((Instances, 2), (phase.GetProperty("instances").GetInt32(), phase.GetProperty("turnSeconds").GetArrayLength())));
        Assert.Equal([false, true], new[] { "backlogCeiling", "backlog" }.Select(round => report.RootElement.GetProperty(round).GetProperty("cpu").GetProperty("operator").GetDouble() > 0));
        Assert.All(phases, phase => Assert.True(phase.GetProperty("turnSeconds").EnumerateArray().All(seconds => seconds.GetDouble() > 0)));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}

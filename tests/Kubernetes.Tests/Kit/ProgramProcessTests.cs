using ComputeOperator.TestKit;

namespace ComputeOperator.Kubernetes.Tests.Kit;

public sealed class ProgramProcessTests
{
    private const string Setting = "COMPUTE_GATEWAY_OF_WHOEVER_RUNS_THE_TESTS";

    [Fact]
    public async Task No_setting_of_whoever_runs_the_tests_reaches_the_program_but_what_the_test_gives()
    {
        Environment.SetEnvironmentVariable(Setting, "theirs");
        await using var process = new ProgramProcess("/usr/bin/env", [], new Dictionary<string, string> { ["OTEL_OF_THE_TEST"] = "given" });
        Environment.SetEnvironmentVariable(Setting, null);

        Assert.Equal(0, await process.ExitCodeAsync());
        Assert.Contains("OTEL_OF_THE_TEST=given", process.Lines);
        Assert.DoesNotContain(process.Lines, line => line.StartsWith(Setting, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Its_home_is_empty_and_gone_when_it_has_ended()
    {
        await using var process = new ProgramProcess("/bin/sh", ["-c", "echo home $HOME; ls -A $HOME; touch $HOME/left"]);

        Assert.Equal(0, await process.ExitCodeAsync());
        var home = Assert.Single(process.Lines)["home ".Length..];
        Assert.NotEqual(Environment.GetEnvironmentVariable("HOME"), home);
        Assert.False(Path.Exists(home));
    }
}

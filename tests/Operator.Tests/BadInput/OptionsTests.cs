using ComputeOperator.Operator.Tests.Kit;

namespace ComputeOperator.Operator.Tests.BadInput;

public class OptionsTests
{
    [Fact]
    public async Task Everything_that_is_wrong_is_listed_at_once_with_what_is_allowed()
    {
        await using var process = OperatorProcess.StartBare(
            "--workers=0", "--resync-period=soon", "--log-format=xml", "--metrics-bind-address=nowhere", "--default-provider=cloud",
            "--leader-elect-renew-deadline=20s", "--leader-elect-retry-period=999999999h", "--events-per-second=NaN", "--simulated-stop-delay=-Infinitys", "--no-such-flag");

        Assert.Equal(2, await process.ExitCodeAsync());
        Assert.Equal("compute-operator: 10 problems:", process.Lines[0]);
        string[] expected =
        [
            "--no-such-flag",
            "--workers: '0' is not allowed; allowed: a whole number from 1 to 256",
            "--resync-period: 'soon' is not allowed; allowed: a duration",
            "--log-format: 'xml' is not allowed; allowed: one of text, json",
            "--metrics-bind-address: 'nowhere' is not allowed; allowed: host:port",
            "--leader-elect-retry-period: '999999999h' is not allowed; allowed: a duration",
            "--events-per-second: 'NaN' is not allowed; allowed: a number from",
            "--simulated-stop-delay: '-Infinitys' is not allowed; allowed: a duration",
            "--default-provider: 'cloud' is not a provider; allowed: simulated",
            "--leader-elect-lease-duration (15s) must be longer than --leader-elect-renew-deadline (20s)",
        ];
        Assert.All(expected, problem => Assert.Contains(problem, process.Log, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Environment_variables_are_checked_like_flags()
    {
        await using var process = OperatorProcess.Start([], new Dictionary<string, string> { ["COMPUTE_OPERATOR_WORKERS"] = "many", ["COMPUTE_OPERATOR_EVENTS"] = "perhaps" });

        Assert.Equal(2, await process.ExitCodeAsync());
        Assert.Contains("COMPUTE_OPERATOR_WORKERS: 'many' is not allowed", process.Log, StringComparison.Ordinal);
        Assert.Contains("COMPUTE_OPERATOR_EVENTS: 'perhaps' is not allowed; allowed: true or false", process.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_switch_that_is_only_named_wins_over_its_variable_whatever_else_is_wrong()
    {
        await using var process = OperatorProcess.Start(["--no-such-flag", "--events"], new Dictionary<string, string> { ["COMPUTE_OPERATOR_EVENTS"] = "perhaps" });

        Assert.Equal(2, await process.ExitCodeAsync());
        Assert.Equal("compute-operator: 1 problem:", process.Lines[0]);
    }

    [Fact]
    public async Task Help_names_every_flag_with_its_default_and_variable()
    {
        await using var process = OperatorProcess.StartBare("--help");

        Assert.Equal(0, await process.ExitCodeAsync());
        var help = string.Join(' ', process.Log.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        var table = Configuration.OperatorFlags.Table([]);
        Assert.All(
            table.Flags,
            flag =>
            {
                Assert.Contains("--" + flag.Name, help, StringComparison.Ordinal);
                Assert.Contains(table.EnvironmentVariable(flag), help, StringComparison.Ordinal);
            });
    }

    [Fact]
    public async Task An_address_that_cannot_be_listened_on_is_named()
    {
        // Of the block for documentation: nobody's.
        await using var process = OperatorProcess.StartBare(
            "--kubeconfig=no-such-file", "--metrics-bind-address=192.0.2.1:8080", "--health-probe-bind-address=0");

        Assert.Equal(1, await process.ExitCodeAsync());
        Assert.Contains(process.Lines, line => line.StartsWith("compute-operator: cannot listen on 192.0.2.1:8080: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_port_that_is_taken_is_an_error_in_one_line()
    {
        const string NoCluster = "--kubeconfig=no-such-file";
        await using var first = OperatorProcess.Start([NoCluster, "--leader-elect=false"]);
        await first.LineAsync("Metrics and probes on");
        await using var second = OperatorProcess.StartBare(
            NoCluster, $"--metrics-bind-address=127.0.0.1:{first.MetricsAddress.Port}", "--health-probe-bind-address=0");

        Assert.Equal(1, await second.ExitCodeAsync());
        Assert.Contains(second.Lines, line => line.Contains("compute-operator: ", StringComparison.Ordinal) && line.Contains("already in use", StringComparison.Ordinal));
    }
}

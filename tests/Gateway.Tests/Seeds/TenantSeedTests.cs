using System.Diagnostics;
using ComputeOperator.Gateway.Tests.Kit;
using ComputeOperator.Operator.Tests.Kit;
using ComputeOperator.TestKit;

namespace ComputeOperator.Gateway.Tests.Seeds;

/// <summary>The walks that are printed in the documents from which the dialects come, as scripts that people can run too.</summary>
public sealed class TenantSeedTests
{
    [ToolTheory("curl", "jq")]
    [InlineData("seed-002.sh")]
    [InlineData("seed-003.sh")]
    [InlineData("seed-004.sh")]
    public async Task The_walk_goes_as_printed(string script)
    {
        var shared = await GatewayCluster.GetAsync();
        var start = new ProcessStartInfo(Path.Combine(Repository.Root, "tests", "Gateway.Tests", "Seeds", script)) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["GATEWAY"] = shared.Gateway.Address.ToString().TrimEnd('/');
        using var process = Process.Start(start)!;
        var printed = process.StandardOutput.ReadToEndAsync();
        var complaint = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.True(process.ExitCode == 0, $"{complaint}\n{await printed}");
    }
}

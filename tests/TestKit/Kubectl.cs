using System.Diagnostics;

namespace ComputeOperator.TestKit;

/// <summary>What a kubectl command printed and how it ended.</summary>
public sealed record KubectlResult(int ExitCode, string Output, string Error)
{
    /// <summary>The output of a command that must succeed.</summary>
    public string Succeeded() => ExitCode == 0
        ? Output
        : throw new InvalidOperationException($"kubectl ended with {ExitCode}: {Error}{Output}");
}

/// <summary>Runs kubectl as the user of one kubeconfig.</summary>
public sealed class Kubectl(string kubeconfig)
{
    /// <summary>Runs kubectl with <paramref name="arguments"/>.</summary>
    public Task<KubectlResult> RunAsync(params string[] arguments) => RunAsync(null, arguments);

    /// <summary>Applies a manifest.</summary>
    public Task<KubectlResult> ApplyAsync(string manifest, params string[] arguments) =>
        RunAsync(manifest, ["apply", "-f", "-", .. arguments]);

    /// <summary>Starts kubectl with <paramref name="arguments"/>, and leaves it running until it is disposed of.</summary>
    public async Task<ProgramProcess> StartAsync(params string[] arguments) =>
        new(Path.Combine(await Assets.FolderAsync(), "kubectl"), ["--kubeconfig", kubeconfig, .. arguments]);

    /// <summary>Runs kubectl with <paramref name="arguments"/> and <paramref name="input"/> on its standard input.</summary>
    public async Task<KubectlResult> RunAsync(string? input, string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(await Assets.FolderAsync(), "kubectl"))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add("--kubeconfig");
        start.ArgumentList.Add(kubeconfig);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input ?? "");
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return new(process.ExitCode, await output, await error);
    }
}

using System.Diagnostics;

namespace ComputeOperator.TestKit;

/// <summary>Runs scripts as a user types them, with kubectl at hand.</summary>
public static class Shell
{
    /// <summary>Runs a script in which every command must succeed.</summary>
    public static async Task RunAsync(string script, string kubeconfig)
    {
        var start = new ProcessStartInfo("bash")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add("-eu");
        // Of whoever runs the tests; make, when it runs them, passes its own variables on to every make below.
        foreach (var name in (string[])["IMG", "GATEWAY_IMG", "KUBECTL", "TIMEOUT", "MAKEFLAGS", "MAKEOVERRIDES", "MAKELEVEL"])
        {
            start.Environment.Remove(name);
        }

        start.Environment["KUBECONFIG"] = kubeconfig;
        start.Environment["PATH"] = $"{await Assets.FolderAsync()}:{Environment.GetEnvironmentVariable("PATH")}";
        using var bash = Process.Start(start)!;
        var output = bash.StandardOutput.ReadToEndAsync();
        var error = bash.StandardError.ReadToEndAsync();
        await bash.StandardInput.WriteAsync(script);
        bash.StandardInput.Close();
        await bash.WaitForExitAsync();
        if (bash.ExitCode != 0)
        {
            throw new InvalidOperationException($"ended with {bash.ExitCode}: {script}\n{await output}\n{await error}");
        }
    }
}

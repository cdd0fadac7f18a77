using System.Diagnostics;
using System.Globalization;
using ComputeOperator.Gateway.Tests.Kit;
using ComputeOperator.Operator.Tests.Kit;
using ComputeOperator.TestKit;

namespace ComputeOperator.Gateway.Tests.Clients;

/// <summary>Clients that others wrote, unmodified, walk through the whole life of an instance.</summary>
public sealed class ClientWalkTests
{
    private static readonly Lazy<Task<string>> Clients = new(FetchAsync);

    [ToolFact("node", "npm", "python3")]
    public async Task Google_s_client_for_Node()
    {
        using var project = await GceProject.OpenAsync();
        var clients = await Clients.Value;

        await RunAsync("node", [Script("walk.js"), Port(project), project.Name], ("NODE_PATH", Path.Combine(clients, "node_modules")));
    }

    [ToolFact("node", "npm", "python3")]
    public async Task Apache_libcloud()
    {
        using var project = await GceProject.OpenAsync();
        var folder = Directory.CreateTempSubdirectory("libcloud-");
        try
        {
            var clients = await Clients.Value;
            await RunAsync(
                "python3", [Script("walk.py"), Port(project), project.Name, folder.FullName],
                ("PYTHONPATH", Path.Combine(clients, "python")), ("PYTHONDONTWRITEBYTECODE", "1"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Script(string name) => Path.Combine(Repository.Root, "tests", "Gateway.Tests", "Clients", name);

    private static string Port(GceProject project) => project.Rest.Address.Port.ToString(CultureInfo.InvariantCulture);

    private static async Task<string> FetchAsync() => (await RunAsync(Path.Combine(Repository.Root, "hack", "clients.sh"), [])).Trim();

    private static async Task<string> RunAsync(string program, string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        Array.ForEach(arguments, start.ArgumentList.Add);
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program} ended with {process.ExitCode}:\n{await output}\n{await error}");
        return await output;
    }
}

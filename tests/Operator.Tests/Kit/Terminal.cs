using System.Text.RegularExpressions;
using ComputeOperator.TestKit;

namespace ComputeOperator.Operator.Tests.Kit;

/// <summary>A terminal in the checkout while <c>make run</c> goes on: it knows the cluster by <c>.run/env</c> alone.</summary>
internal sealed class Terminal : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("terminal-").FullName;

    public Terminal(string kubeconfig)
    {
        Directory.CreateDirectory(Path.Combine(_folder, ".run"));
        File.WriteAllText(Path.Combine(_folder, ".run", "env"), $"export KUBECONFIG='{kubeconfig}'\n");
    }

    /// <summary>The README's blocks of commands with this mark.</summary>
    public static async Task<IReadOnlyList<string>> BlocksAsync(string mark)
    {
        var readme = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "README.md"));
        return [.. Regex.Matches(readme, $"<!-- {mark} -->\n```bash\n(.*?)```", RegexOptions.Singleline).Select(m => m.Groups[1].Value)];
    }

    /// <summary>Types them all, one after the other.</summary>
    public Task RunAsync(IEnumerable<string> blocks) => Shell.RunAsync($"cd '{_folder}'\n{string.Concat(blocks)}", "no-such-file");

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}

using System.Diagnostics;

namespace ComputeOperator.TestKit;

/// <summary>The programs of the local control plane.</summary>
public static class Assets
{
    private static readonly Lazy<Task<string>> Found = new(FindAsync);

    /// <summary>
    /// The folder with <c>kube-apiserver</c>, <c>etcd</c>, <c>kubectl</c> and <c>control-plane</c>, made on first use by
    /// <c>hack/assets.sh</c>, which takes <c>KUBEBUILDER_ASSETS</c> where it is set.
    /// </summary>
    public static Task<string> FolderAsync() => Found.Value;

    private static async Task<string> FindAsync()
    {
        var start = new ProcessStartInfo(Path.Combine(RepositoryRoot(), "hack", "assets.sh")) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? output.Trim()
            : throw new InvalidOperationException("hack/assets.sh failed; its messages are above.");
    }

    private static string RepositoryRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ComputeOperator.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No repository above {AppContext.BaseDirectory}.");
    }
}

using System.Diagnostics;
using System.Runtime.Versioning;

namespace ComputeOperator.Kubernetes.Tests.Configuration;

/// <summary>A folder of its own for one test.</summary>
internal sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("client-tests-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public string Write(string name, string content)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(File(name))!);
        System.IO.File.WriteAllText(File(name), content);
        return File(name);
    }

    [UnsupportedOSPlatform("windows")]
    public string WriteScript(string name, string content)
    {
        // Not from this process: what another thread starts meanwhile can hold the file open for writing, and such a file cannot be run.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "cat >\"$0\" && chmod 700 \"$0\"", File(name)]) { RedirectStandardInput = true };
        using var writer = Process.Start(start)!;
        using (writer.StandardInput)
        {
            writer.StandardInput.Write("#!/bin/sh\n" + content);
        }

        writer.WaitForExit();
        return File(name);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

namespace ComputeOperator.Manifests.Output;

/// <summary>The generated part of the repository on disk.</summary>
internal sealed class Workspace(string root)
{
    private static readonly string[] Folders = ["config", "docs"];

    /// <summary>The repository's root above <paramref name="start"/>.</summary>
    public static Workspace Containing(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ComputeOperator.sln")))
            {
                return new(folder.FullName);
            }
        }

        throw new ManifestException([$"{start} is not inside the repository; name its root with --root."]);
    }

    /// <summary>Makes the disk agree with <paramref name="files"/>; returns what was written or removed.</summary>
    public IReadOnlyList<string> Write(IReadOnlyCollection<GeneratedFile> files)
    {
        var stale = Compare(files);
        foreach (var file in files)
        {
            var path = Path.Combine(root, file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            if (!File.Exists(path) || File.ReadAllText(path) != file.Text)
            {
                File.WriteAllText(path, file.Text);
            }
        }

        foreach (var leftover in Leftovers(files))
        {
            File.Delete(Path.Combine(root, leftover));
        }

        return [.. stale.Select(s => s.Path)];
    }

    /// <summary>Where the disk disagrees with <paramref name="files"/>.</summary>
    public IReadOnlyList<StaleFile> Compare(IReadOnlyCollection<GeneratedFile> files) =>
    [
        .. files.Select(Compare).OfType<StaleFile>(),
        .. Leftovers(files).Select(path => new StaleFile(path, 0, "generated once, but nothing generates it now")),
    ];

    private StaleFile? Compare(GeneratedFile file)
    {
        var path = Path.Combine(root, file.Path);
        if (!File.Exists(path))
        {
            return new(file.Path, 0, "missing");
        }

        var actual = File.ReadAllText(path);
        return actual == file.Text ? null : FirstDifference(file.Path, actual.Split('\n'), file.Text.Split('\n'));
    }

    private static StaleFile FirstDifference(string path, string[] actual, string[] expected)
    {
        var line = Enumerable.Range(0, Math.Max(actual.Length, expected.Length))
            .First(i => i >= actual.Length || i >= expected.Length || actual[i] != expected[i]);
        return new(path, line + 1, $"is {Quote(actual, line)}, the types say {Quote(expected, line)}");
    }

    private static string Quote(string[] lines, int line) => line < lines.Length ? $"'{lines[line].Trim()}'" : "the end of the file";

    private IEnumerable<string> Leftovers(IReadOnlyCollection<GeneratedFile> files)
    {
        var wanted = files.Select(f => f.Path).ToHashSet();
        return Folders.Select(folder => Path.Combine(root, folder))
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            .Where(path => File.ReadLines(path).FirstOrDefault()?.Contains(GeneratedFile.Marker, StringComparison.Ordinal) == true)
            .Select(path => Path.GetRelativePath(root, path).Replace('\\', '/'))
            .Where(path => !wanted.Contains(path))
            .Order(StringComparer.Ordinal);
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace ComputeOperator.TestKit;

/// <summary>
/// An etcd and an API server of this test run, started when first asked for. They end with this process, however it ends, and
/// their folder with them: the supervisor watches its standard input.
/// </summary>
public sealed class ControlPlane : IAsyncDisposable
{
    private const string AdminConfig = "kubeconfig";

    private static readonly Lazy<Task<ControlPlane>> Shared = new(() => StartAsync());

    /// <summary>A bearer token that the server knows, of a user who may do everything.</summary>
    public const string Token = "token-of-the-tests";

    private static readonly string[] Users = ["alice", "bob", "carol"];

    private readonly string[] _apiServerFlags;
    private Process _supervisor;
    private int _namespaces;
    private int _ended;

    private ControlPlane(string folder, string assets, Uri server, Process supervisor, string[] apiServerFlags)
    {
        Folder = folder;
        Assets = assets;
        Server = server;
        _supervisor = supervisor;
        _apiServerFlags = apiServerFlags;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => End();
    }

    /// <summary>A bearer token of <c>alice</c> or <c>bob</c>, who have no rights but those that a test gives them.</summary>
    public static string TokenOf(string user) => $"token-of-{user}";

    /// <summary>The folder with its kubeconfig, certificates, logs and data.</summary>
    public string Folder { get; }

    /// <summary>The folder of <c>kube-apiserver</c>, <c>etcd</c> and <c>kubectl</c>.</summary>
    public string Assets { get; }

    /// <summary>Where the API server listens.</summary>
    public Uri Server { get; private set; }

    /// <summary>The kubeconfig of a user who may do everything.</summary>
    public string Kubeconfig => Path.Combine(Folder, AdminConfig);

    /// <summary>kubectl as the user who may do everything.</summary>
    public Kubectl Kubectl => new(Kubeconfig);

    /// <summary>The control plane that all tests of this process share.</summary>
    public static Task<ControlPlane> GetAsync() => Shared.Value;

    /// <summary>Makes a namespace of its own for a test, and returns its name.</summary>
    public async Task<string> NewNamespaceAsync([CallerMemberName] string test = "")
    {
        var hint = new string([.. test.ToLowerInvariant().Where(char.IsAsciiLetterOrDigit).Take(30)]);
        var name = $"t{Interlocked.Increment(ref _namespaces)}-{hint}";
        (await Kubectl.RunAsync("create", "namespace", name)).Succeeded();
        return name;
    }

    /// <summary>Applies the definitions of custom resources and waits until they are served.</summary>
    public async Task InstallAsync(string definitions)
    {
        (await Kubectl.ApplyAsync(definitions)).Succeeded();
        (await Kubectl.RunAsync(definitions, ["wait", "--for=condition=Established", "--timeout=180s", "-f", "-"])).Succeeded();
    }

    /// <summary>
    /// Makes etcd forget what was before <paramref name="resourceVersion"/>, as every API server has it do now and then: pages
    /// of lists begun earlier are gone, those of other tests too.
    /// </summary>
    public async Task CompactAsync(string resourceVersion)
    {
        var port = (await File.ReadAllTextAsync(Path.Combine(Folder, "etcd.port"))).Trim();
        using var http = new HttpClient();
        using var body = new StringContent($$"""{"revision":"{{resourceVersion}}","physical":true}""");
        using var answer = await http.PostAsync(new Uri($"http://127.0.0.1:{port}/v3/kv/compaction"), body);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Writes a kubeconfig for another user, whom RBAC knows by name and groups.</summary>
    public async Task<string> KubeconfigForAsync(string user, params string[] groups)
    {
        var file = Path.Combine(Folder, $"{user.Replace(':', '-')}-{Guid.NewGuid():N}.kubeconfig");
        var start = new ProcessStartInfo(Path.Combine(Assets, "control-plane"))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] arguments = ["kubeconfig", "--dir", Folder, "--user", user, "--out", file, .. groups.SelectMany(group => new[] { "--group", group })];
        Array.ForEach(arguments, start.ArgumentList.Add);
        using var process = Process.Start(start)!;
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? file : throw new InvalidOperationException(error);
    }

    /// <summary>Starts one of its own, for a test that breaks it or reads its audit log.</summary>
    /// <param name="apiServerFlags">Further flags of the API server, given the folder; what they name may be written there.</param>
    public static async Task<ControlPlane> StartAsync(Func<string, string[]>? apiServerFlags = null)
    {
        var assets = await TestKit.Assets.FolderAsync();
        var folder = Directory.CreateTempSubdirectory("control-plane-").FullName;
        var flags = apiServerFlags?.Invoke(folder) ?? [];
        // It takes the port of the last run where that is free. One that the kernel gives to nobody is so again at a restart.
        await File.WriteAllTextAsync(Path.Combine(folder, "kube-apiserver.port"), Random.Shared.Next(10_000, 32_000).ToString(CultureInfo.InvariantCulture));
        var (supervisor, server) = await SuperviseAsync(assets, folder, flags);
        return new ControlPlane(folder, assets, server, supervisor, flags);
    }

    /// <summary>Kills API server and etcd, as a power cut does; what they stored stays.</summary>
    public async Task KillAsync()
    {
        // The kernel ends the children with their supervisor.
        _supervisor.Kill();
        await _supervisor.WaitForExitAsync();
    }

    /// <summary>Starts them again after <see cref="KillAsync"/>, with the same data and at the same address.</summary>
    public async Task RestartAsync()
    {
        var before = Server;
        (_supervisor, Server) = await SuperviseAsync(Assets, Folder, _apiServerFlags);
        if (Server != before)
        {
            throw new InvalidOperationException($"The API server came back as {Server}, not {before}: its port was taken.");
        }
    }

    /// <summary>Ends it and removes its folder.</summary>
    public ValueTask DisposeAsync()
    {
        End();
        return ValueTask.CompletedTask;
    }

    private static async Task<(Process Supervisor, Uri Server)> SuperviseAsync(string assets, string folder, string[] apiServerFlags)
    {
        var tokens = Path.Combine(folder, "tokens.csv");
        string[] known = [$"{Token},token-user,token-user,\"system:masters\"", .. Users.Select(user => $"{TokenOf(user)},{user},{user}")];
        await File.WriteAllLinesAsync(tokens, known);
        var start = new ProcessStartInfo(Path.Combine(assets, "control-plane"))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        string[] arguments = ["run", "--dir", folder, "--assets", assets, "--parent-stdin", "--remove", "--", $"--token-auth-file={tokens}", .. apiServerFlags];
        Array.ForEach(arguments, start.ArgumentList.Add);
        var supervisor = Process.Start(start)!;
        var line = await supervisor.StandardOutput.ReadLineAsync();
        return line?.Split(' ') is ["ready", var server, _]
            ? (supervisor, new Uri(server))
            : throw new InvalidOperationException($"The control plane did not start ({line}); see the logs in {folder}.");
    }

    private void End()
    {
        if (Interlocked.Exchange(ref _ended, 1) != 0)
        {
            return;
        }

        _supervisor.StandardInput.Close();
        if (_supervisor.WaitForExit(TimeSpan.FromSeconds(10)) && Directory.Exists(Folder))
        {
            // After KillAsync, nobody else does.
            Directory.Delete(Folder, recursive: true);
        }
    }
}

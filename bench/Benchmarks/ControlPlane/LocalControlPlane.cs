using System.Diagnostics;
using ComputeOperator.Benchmarks.Measuring;
using ComputeOperator.Kubernetes.Client;
using ComputeOperator.Kubernetes.Configuration;

namespace ComputeOperator.Benchmarks.ControlPlane;

/// <summary>An etcd and an API server of this run, on an empty folder. They and the folder end with this process: their supervisor watches its standard input.</summary>
internal sealed class LocalControlPlane : IAsyncDisposable
{
    private const string OperatorNamespace = "compute-system";
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(15);

    private readonly Process _supervisor;
    private readonly string _assets;

    private LocalControlPlane(Process supervisor, string assets, string folder)
    {
        _supervisor = supervisor;
        _assets = assets;
        Folder = folder;
        ApiServer = MeasuredProcess.ChildOf(supervisor.Id, "kube-apiserver");
        Etcd = MeasuredProcess.ChildOf(supervisor.Id, "etcd");
    }

    /// <summary>Logs, certificates, data.</summary>
    public string Folder { get; }

    public MeasuredProcess ApiServer { get; }

    public MeasuredProcess Etcd { get; }

    public static async Task<LocalControlPlane> StartAsync(Options options, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("compute-bench-").FullName;
        string[] arguments = ["run", "--dir", folder, "--assets", options.Assets, "--parent-stdin", "--remove", .. options.Fsync ? new[] { "--fsync" } : []];
        var start = new ProcessStartInfo(Path.Combine(options.Assets, "control-plane"), arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var supervisor = Process.Start(start)!;
        var line = await supervisor.StandardOutput.ReadLineAsync(cancellation);
        return line?.StartsWith("ready ", StringComparison.Ordinal) == true
            ? new(supervisor, options.Assets, folder)
            : throw new BenchmarkException($"The control plane did not start ({line}); see the logs in {folder}.");
    }

    /// <summary>Installs everything that the operator needs, its own account's rights included, and no more.</summary>
    public async Task InstallAsync(string config, CancellationToken cancellation)
    {
        await KubectlAsync(cancellation, "apply", "--server-side", "-k", Path.Combine(config, "crd"));
        await KubectlAsync(cancellation, "wait", "--for=condition=Established", "--timeout=60s", "crd", "--all");
        await KubectlAsync(cancellation, "create", "namespace", OperatorNamespace);
        foreach (var part in new[] { "rbac", "policies", "machinetypes", "tenants" })
        {
            await KubectlAsync(cancellation, "apply", "--server-side", "-k", Path.Combine(config, part));
        }
    }

    /// <summary>Applies a manifest.</summary>
    public Task ApplyAsync(string manifest, CancellationToken cancellation) => Command.RunAsync(
        Path.Combine(_assets, "kubectl"), ["--kubeconfig", Path.Combine(Folder, "kubeconfig"), "apply", "-f", "-"], cancellation, manifest);

    public Task NewNamespaceAsync(string name, CancellationToken cancellation) => KubectlAsync(cancellation, "create", "namespace", name);

    /// <summary>The kubeconfig of the operator's service account.</summary>
    public async Task<string> OperatorKubeconfigAsync(CancellationToken cancellation)
    {
        var file = Path.Combine(Folder, "operator.kubeconfig");
        string[] groups = ["system:serviceaccounts", $"system:serviceaccounts:{OperatorNamespace}"];
        string[] arguments =
        [
            "kubeconfig", "--dir", Folder, "--user", $"system:serviceaccount:{OperatorNamespace}:compute-operator",
            .. groups.SelectMany(group => new[] { "--group", group }), "--out", file,
        ];
        await Command.RunAsync(Path.Combine(_assets, "control-plane"), arguments, cancellation);
        return file;
    }

    /// <summary>Connections of their own for a user who may do everything, or for that of <paramref name="kubeconfig"/>.</summary>
    public KubernetesTransport Connect(string? kubeconfig = null) =>
        new(new KubeConfigLoader { Path = kubeconfig ?? Path.Combine(Folder, "kubeconfig") }.Load(), new() { UserAgent = "compute-bench" });

    public async ValueTask DisposeAsync()
    {
        _supervisor.StandardInput.Close();
        using var limit = new CancellationTokenSource(EndLimit);
        await _supervisor.WaitForExitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _supervisor.Dispose();
    }

    private async Task KubectlAsync(CancellationToken cancellation, params string[] arguments) =>
        await Command.RunAsync(
            Path.Combine(_assets, "kubectl"), ["--kubeconfig", Path.Combine(Folder, "kubeconfig"), .. arguments], cancellation);
}

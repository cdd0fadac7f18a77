using ComputeOperator.Entities;
using ComputeOperator.Entities.V1;
using ComputeOperator.Kubernetes.Client;
using ComputeOperator.Kubernetes.Configuration;
using ComputeOperator.TestKit;

namespace ComputeOperator.Operator.Tests.Kit;

/// <summary>What of <c>config/</c> is installed.</summary>
[Flags]
internal enum Installed
{
    /// <summary>Only the namespace.</summary>
    Nothing = 0,
    Definitions = 1,
    MachineTypes = 2,
    Rights = 4,
    Policies = 8,
    Tenants = 16,
    Everything = Definitions | MachineTypes | Rights | Policies | Tenants,
}

/// <summary>
/// A control plane of its own with what <c>config/</c> installs. Operators started here have the rights of
/// <c>config/rbac</c> and no others; the API server writes down every call.
/// </summary>
internal sealed class InstalledCluster : IAsyncDisposable
{
    /// <summary>Where the operator lives.</summary>
    public const string OwnNamespace = "compute-system";

    /// <summary>Who the operator is.</summary>
    public const string OperatorUser = $"system:serviceaccount:{OwnNamespace}:compute-operator";

    private const string AuditPolicy = """
        apiVersion: audit.k8s.io/v1
        kind: Policy
        omitStages: [RequestReceived]
        omitManagedFields: true
        rules:
        - level: Metadata
          resources: [{ group: compute.iaas.dev }, { group: coordination.k8s.io }, { group: events.k8s.io }]
        - level: None
        """;

    private readonly KubernetesTransport _admin;
    private readonly List<OperatorProcess> _operators = [];

    private InstalledCluster(ControlPlane plane, string operatorKubeconfig)
    {
        Plane = plane;
        OperatorKubeconfig = operatorKubeconfig;
        Audit = new AuditLog(AuditFile(plane.Folder));
        _admin = new KubernetesTransport(new KubeConfigLoader { Path = plane.Kubeconfig }.Load(), new() { UserAgent = "test" });
        Instances = _admin.For(ResourceDefinition.From(EntitiesJsonContext.Default.Instance));
        Tenants = _admin.For(ResourceDefinition.From(EntitiesJsonContext.Default.Tenant));
    }

    public ControlPlane Plane { get; }

    public Kubectl Kubectl => Plane.Kubectl;

    public string OperatorKubeconfig { get; }

    public AuditLog Audit { get; }

    /// <summary>Instances, as a user who may do everything.</summary>
    public ResourceClient<Instance> Instances { get; }

    /// <summary>Tenants, as a user who may do everything.</summary>
    public ResourceClient<Tenant> Tenants { get; }

    public static async Task<InstalledCluster> StartAsync(Installed installed = Installed.Everything)
    {
        var plane = await ControlPlane.StartAsync(AuditFlags);
        var cluster = new InstalledCluster(plane, await plane.KubeconfigForAsync(OperatorUser, "system:serviceaccounts"));
        (await cluster.Kubectl.RunAsync("create", "namespace", OwnNamespace)).Succeeded();
        await cluster.InstallAsync(installed);
        return cluster;
    }

    public async Task InstallAsync(Installed installed)
    {
        if (installed.HasFlag(Installed.Definitions))
        {
            (await Kubectl.RunAsync("apply", "--server-side", "-k", Config("crd"))).Succeeded();
            (await Kubectl.RunAsync("wait", "--for=condition=Established", "--timeout=180s", "crd", "--all")).Succeeded();
        }

        await ApplyAsync(installed, Installed.Rights, "rbac");
        await ApplyAsync(installed, Installed.Policies, "policies");
        await ApplyAsync(installed, Installed.MachineTypes, "machinetypes");
        await ApplyAsync(installed, Installed.Tenants, "tenants");
    }

    /// <summary>Starts an operator that leads a lease of its own and simulates without delay.</summary>
    public OperatorProcess StartOperator(params string[] flags) => StartOperatorAs(OperatorKubeconfig, flags);

    /// <summary>Starts an operator with another kubeconfig.</summary>
    public OperatorProcess StartOperatorAs(string kubeconfig, params string[] flags)
    {
        var started = OperatorProcess.Start(
        [
            $"--kubeconfig={kubeconfig}", $"--leader-elect-namespace={OwnNamespace}", "--events-per-second=1000",
            "--simulated-create-delay=0", "--simulated-restart-delay=0", .. flags,
        ]);
        lock (_operators)
        {
            _operators.Add(started);
        }

        return started;
    }

    /// <summary>A kubeconfig of a user of that name with the operator's rights, whose calls the audit log tells apart.</summary>
    public async Task<string> OperatorIdentityAsync(string user)
    {
        (await Kubectl.RunAsync("create", "clusterrolebinding", user, "--clusterrole=compute-operator", "--user=" + user)).Succeeded();
        (await Kubectl.RunAsync("create", "rolebinding", user, "-n", OwnNamespace, "--role=compute-operator", "--user=" + user)).Succeeded();
        return await Plane.KubeconfigForAsync(user);
    }

    /// <summary>A namespace of its own, watched from its beginning.</summary>
    public async Task<Sandbox> SandboxAsync([System.Runtime.CompilerServices.CallerMemberName] string test = "") =>
        await Sandbox.OpenAsync(this, await Plane.NewNamespaceAsync(test));

    public async ValueTask DisposeAsync()
    {
        foreach (var started in _operators)
        {
            await started.DisposeAsync();
        }

        _admin.Dispose();
        await Plane.DisposeAsync();
    }

    private static string AuditFile(string folder) => Path.Combine(folder, "audit.log");

    private static string[] AuditFlags(string folder)
    {
        var policy = Path.Combine(folder, "audit-policy.yaml");
        File.WriteAllText(policy, AuditPolicy);
        return [$"--audit-policy-file={policy}", $"--audit-log-path={AuditFile(folder)}", "--audit-log-mode=blocking"];
    }

    private static string Config(string part) => Path.Combine(Repository.Root, "config", part);

    private async Task ApplyAsync(Installed installed, Installed part, string folder)
    {
        if (installed.HasFlag(part))
        {
            (await Kubectl.RunAsync("apply", "--server-side", "--force-conflicts", "-k", Config(folder))).Succeeded();
        }
    }
}

using System.Security.Cryptography.X509Certificates;

namespace ComputeOperator.Kubernetes.Configuration;

/// <summary>
/// Finds the way to the API server: an explicit kubeconfig, else those of <c>KUBECONFIG</c>, else <c>~/.kube/config</c>, else the
/// service account of the Pod that the program runs in.
/// </summary>
public sealed class KubeConfigLoader
{
    /// <summary>An explicit kubeconfig, which then must exist; null: look in the usual places.</summary>
    public string? Path { get; init; }

    /// <summary>The context to use; null: the current one.</summary>
    public string? Context { get; init; }

    /// <summary>Reads environment variables.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>Where a Pod finds its service account.</summary>
    public string ServiceAccountFolder { get; init; } = "/var/run/secrets/kubernetes.io/serviceaccount";

    /// <summary>The clock of expiring credentials.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Reads the configuration.</summary>
    /// <exception cref="KubernetesConfigurationException">There is none, or it is wrong: the message says where and what is allowed.</exception>
    public KubernetesClientConfiguration Load()
    {
        if (Path is { } path)
        {
            return Read([path]);
        }

        var variable = Environment("KUBECONFIG");
        string[] listed = [.. (variable ?? "").Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Where(File.Exists)];
        if (listed.Length > 0)
        {
            return Read(listed);
        }

        var home = System.IO.Path.Combine(Environment("HOME") ?? "", ".kube", "config");
        if (string.IsNullOrEmpty(variable) && File.Exists(home))
        {
            return Read([home]);
        }

        return InCluster() ?? throw new KubernetesConfigurationException(
            "no Kubernetes configuration found: "
            + (string.IsNullOrEmpty(variable) ? $"KUBECONFIG is not set, {home} does not exist" : $"none of the files of KUBECONFIG={variable} exists")
            + ", and this is not a Pod (KUBERNETES_SERVICE_HOST is not set); name a file with --kubeconfig");
    }

    private KubernetesClientConfiguration Read(string[] files)
    {
        var merged = new KubeConfigFile();
        Array.ForEach(files, merged.Add);
        return merged.Read(Context, Time);
    }

    private KubernetesClientConfiguration? InCluster()
    {
        if (Environment("KUBERNETES_SERVICE_HOST") is not { Length: > 0 } host)
        {
            return null;
        }

        var port = Environment("KUBERNETES_SERVICE_PORT") is { Length: > 0 } given ? given : "443";
        var token = System.IO.Path.Combine(ServiceAccountFolder, "token");
        var server = host.Contains(':') ? $"https://[{host}]:{port}" : $"https://{host}:{port}";
        return new()
        {
            Server = new Uri(server),
            Sources = [ServiceAccountFolder],
            Namespace = Content("namespace").Trim() is { Length: > 0 } ns ? ns : KubernetesClientConfiguration.DefaultNamespace,
            CertificateAuthority = Authority(),
            RenewCertificateAuthority = Authority,
            Credentials = new TokenFile(token, Time),
        };
    }

    private X509Certificate2Collection Authority() =>
        Pem.Certificates(System.Text.Encoding.ASCII.GetBytes(Content("ca.crt")), problem => new($"{ServiceAccountFolder}/ca.crt: {problem}"));

    private string Content(string name)
    {
        var file = System.IO.Path.Combine(ServiceAccountFolder, name);
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KubernetesConfigurationException(
                $"{file}: cannot be read: {e.Message}; a Pod's service account is expected there (automountServiceAccountToken)", e);
        }
    }
}

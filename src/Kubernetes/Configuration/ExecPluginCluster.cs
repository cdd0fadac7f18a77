using System.Text.Json;
using ComputeOperator.Kubernetes.Serialization;
using YamlDotNet.RepresentationModel;

namespace ComputeOperator.Kubernetes.Configuration;

/// <summary>What a credential program is told of the cluster.</summary>
internal sealed record ExecPluginCluster(
    Uri Server, string? TlsServerName, bool InsecureSkipTlsVerify, byte[]? AuthorityPem, Uri? Proxy, YamlNode? Config)
{
    public static ExecPluginCluster Of(KubernetesClientConfiguration configuration, YamlFields cluster) => new(
        configuration.Server,
        configuration.TlsServerName,
        configuration.InsecureSkipTlsVerify,
        KubeConfigCluster.AuthorityPemOf(cluster),
        configuration.Proxy,
        KubeConfigCluster.ExecConfigOf(cluster));

    /// <summary>Writes the cluster as <c>KUBERNETES_EXEC_INFO</c> holds it.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("cluster");
        writer.WriteString("server", Server.OriginalString);
        if (TlsServerName is { } name)
        {
            writer.WriteString("tls-server-name", name);
        }

        if (InsecureSkipTlsVerify)
        {
            writer.WriteBoolean("insecure-skip-tls-verify", true);
        }

        if (AuthorityPem is { } pem)
        {
            writer.WriteBase64String("certificate-authority-data", pem);
        }

        if (Proxy is { } proxy)
        {
            writer.WriteString("proxy-url", proxy.OriginalString);
        }

        if (Config is not null)
        {
            writer.WritePropertyName("config");
            YamlDocuments.Write(writer, Config);
        }

        writer.WriteEndObject();
    }
}

using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace ComputeOperator.Kubernetes.Configuration;

/// <summary>Certificates and keys as kubeconfigs hold them.</summary>
internal static class Pem
{
    /// <summary>The content of field <c>NAME-data</c>, else of the file that field <c>NAME</c> names; null without either.</summary>
    public static byte[]? DataOrFile(YamlFields fields, string name)
    {
        if (fields.Base64(name + "-data") is { } data)
        {
            return data;
        }

        if (fields.PathTo(name) is not { } path)
        {
            return null;
        }

        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw fields.Wrong(name, $"{path} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The certificates of a bundle.</summary>
    public static X509Certificate2Collection Certificates(byte[] pem, Func<string, KubernetesConfigurationException> error)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(Encoding.ASCII.GetString(pem));
        }
        catch (CryptographicException e)
        {
            throw error($"not a certificate in PEM: {e.Message}");
        }

        return certificates.Count > 0 ? certificates : throw error("no certificate in PEM found");
    }

    /// <summary>A certificate with its key, and then the others of its bundle.</summary>
    public static X509Certificate2Collection CertificateWithKey(byte[] certificate, byte[] key, Func<string, KubernetesConfigurationException> error)
    {
        var chain = Certificates(certificate, error);
        try
        {
            chain[0] = X509Certificate2.CreateFromPem(Encoding.ASCII.GetString(certificate), Encoding.ASCII.GetString(key));
            return chain;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw error($"the certificate and its key do not fit together, or one of them is not PEM: {e.Message}");
        }
    }
}

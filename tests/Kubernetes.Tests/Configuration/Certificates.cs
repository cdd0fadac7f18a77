using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ComputeOperator.Kubernetes.Tests.Configuration;

/// <summary>Certificates made for a test.</summary>
internal static class Certificates
{
    private static readonly DateTimeOffset Begin = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset End = new(2090, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static X509Certificate2 Authority(string name, X509Certificate2? issuer = null) =>
        Make(name, issuer, request => request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true)), End);

    public static X509Certificate2 Server(string host, X509Certificate2? issuer, DateTimeOffset? end = null) =>
        Make(host, issuer, request =>
        {
            var names = new SubjectAlternativeNameBuilder();
            names.AddDnsName(host);
            names.AddIpAddress(IPAddress.Loopback);
            request.CertificateExtensions.Add(names.Build());
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        }, end ?? End);

    private static X509Certificate2 Make(string name, X509Certificate2? issuer, Action<CertificateRequest> extend, DateTimeOffset end)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        extend(request);
        if (issuer is null)
        {
            return request.CreateSelfSigned(Begin, end);
        }

        using var bare = request.Create(issuer, Begin, end, RandomNumberGenerator.GetBytes(8));
        return bare.CopyWithPrivateKey(key);
    }
}

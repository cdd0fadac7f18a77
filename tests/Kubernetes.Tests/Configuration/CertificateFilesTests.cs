using System.Security.Cryptography.X509Certificates;
using ComputeOperator.Kubernetes.Configuration;
using ComputeOperator.TestKit;

namespace ComputeOperator.Kubernetes.Tests.Configuration;

public sealed class CertificateFilesTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ManualTime _time = new();
    private readonly X509Certificate2 _old = Certificates.Authority("old");
    private readonly X509Certificate2 _new = Certificates.Authority("new");

    [Fact]
    public async Task A_renewed_certificate_is_used_within_a_minute()
    {
        Write(_old);
        var source = Load("");
        var first = await source.GetAsync(CancellationToken.None);
        Assert.Equal(_old.Thumbprint, Shown(first));

        Write(_new);
        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.Same(first, await source.GetAsync(CancellationToken.None));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(_new.Thumbprint, Shown(await source.GetAsync(CancellationToken.None)));
    }

    [Fact]
    public async Task A_refused_certificate_is_read_again_at_once()
    {
        Write(_old);
        var source = Load("");
        var refused = await source.GetAsync(CancellationToken.None);
        Assert.False(source.Reject(refused));

        Write(_new);
        Assert.True(source.Reject(refused));
        Assert.Equal(_new.Thumbprint, Shown(await source.GetAsync(CancellationToken.None)));
    }

    [Fact]
    public async Task A_renewal_that_is_half_done_does_no_harm()
    {
        Write(_old);
        var source = Load("");
        _folder.Write("user.crt", _new.ExportCertificatePem());
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(_old.Thumbprint, Shown(await source.GetAsync(CancellationToken.None)));

        Write(_new);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(_new.Thumbprint, Shown(await source.GetAsync(CancellationToken.None)));
    }

    [Fact]
    public async Task The_token_beside_it_stays_and_is_renewed_as_well()
    {
        Write(_old);
        _folder.Write("token", "first");
        var source = Load(", tokenFile: token");
        var refused = await source.GetAsync(CancellationToken.None);
        Assert.Equal(("first", _old.Thumbprint), (refused.Authorization?.Parameter, Shown(refused)));

        _folder.Write("token", "second");
        Assert.True(source.Reject(refused));
        Assert.Equal("second", (await source.GetAsync(CancellationToken.None)).Authorization?.Parameter);
    }

    [Fact]
    public void What_is_wrong_with_the_files_is_said_when_they_are_loaded()
    {
        _folder.Write("user.crt", _new.ExportCertificatePem());
        _folder.Write("user.key", "nonsense");
        var error = Assert.Throws<KubernetesConfigurationException>(() => Load(""));
        Assert.Contains("users[u].user.client-certificate: the certificate and its key do not fit together", error.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _folder.Dispose();
        _old.Dispose();
        _new.Dispose();
    }

    private static string? Shown(Credential credential) => credential.Certificates?[0].Thumbprint;

    private void Write(X509Certificate2 certificate)
    {
        _folder.Write("user.crt", certificate.ExportCertificatePem());
        _folder.Write("user.key", certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
    }

    private CredentialSource Load(string more) => new KubeConfigLoader
    {
        Path = _folder.Write("config", $$"""
            current-context: c
            clusters: [{ name: k, cluster: { server: "https://one:6443" } }]
            users: [{ name: u, user: { client-certificate: user.crt, client-key: user.key{{more}} } }]
            contexts: [{ name: c, context: { cluster: k, user: u } }]
            """),
        Time = _time,
    }.Load().Credentials!;
}

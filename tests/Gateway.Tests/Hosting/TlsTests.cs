using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ComputeOperator.Gateway.Configuration;
using ComputeOperator.Gateway.Hosting;
using ComputeOperator.Gateway.Tests.Kit;
using ComputeOperator.TestKit;
using Microsoft.Extensions.Logging;

namespace ComputeOperator.Gateway.Tests.Hosting;

public sealed class TlsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gateway-tls-");
    private readonly ManualTime _time = new();

    private string CertificateFile => Path.Combine(_folder.FullName, "tls.crt");

    private string KeyFile => Path.Combine(_folder.FullName, "tls.key");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_client_that_knows_only_the_root_is_shown_the_way_to_it()
    {
        using var chain = new ServerChain();
        await File.WriteAllTextAsync(CertificateFile, chain.Pem);
        await File.WriteAllTextAsync(KeyFile, chain.KeyPem);
        await using var gateway = await GatewayProcess.StartUnreadyAsync(
            (await GatewayCluster.GetAsync()).Cluster.Plane.Kubeconfig, "--auth=none", $"--tls-cert-file={CertificateFile}", $"--tls-private-key-file={KeyFile}");
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.Add(chain.Root);
        using var handler = new SocketsHttpHandler { SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy } };
        using var http = new HttpClient(handler);

        Assert.Contains("healthy", await http.GetStringAsync(new Uri(gateway.Address, "/compute/health")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_renewed_Secret_is_shown_soon()
    {
        using var before = new ServerChain();
        using var after = new ServerChain();
        Mount("1", before);
        File.CreateSymbolicLink(CertificateFile, Path.Combine("..data", "tls.crt"));
        File.CreateSymbolicLink(KeyFile, Path.Combine("..data", "tls.key"));
        using var file = Open();

        Assert.Equal(before.Thumbprint, file.Current.TargetCertificate.Thumbprint);
        Mount("2", after);
        Assert.Equal(before.Thumbprint, file.Current.TargetCertificate.Thumbprint);
        _time.Advance(TimeSpan.FromSeconds(11));

        Assert.Equal(after.Thumbprint, file.Current.TargetCertificate.Thumbprint);
        Assert.Single(file.Current.IntermediateCertificates, shown => shown.Subject == "CN=intermediate");
    }

    [Fact]
    public void What_is_half_renewed_is_not_shown()
    {
        using var before = new ServerChain();
        using var after = new ServerChain();
        File.WriteAllText(CertificateFile, before.Pem);
        File.WriteAllText(KeyFile, before.KeyPem);
        using var file = Open();
        File.WriteAllText(CertificateFile, after.Pem);
        _time.Advance(TimeSpan.FromSeconds(11));

        Assert.Equal(before.Thumbprint, file.Current.TargetCertificate.Thumbprint);
        File.WriteAllText(KeyFile, after.KeyPem);
        _time.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(after.Thumbprint, file.Current.TargetCertificate.Thumbprint);
    }

    [Fact]
    public void What_stays_half_renewed_is_spoken_of_once()
    {
        using var before = new ServerChain();
        using var after = new ServerChain();
        File.WriteAllText(CertificateFile, before.Pem);
        File.WriteAllText(KeyFile, before.KeyPem);
        var log = new Lines();
        using var file = Open();
        file.Log = log;

        File.WriteAllText(CertificateFile, after.Pem);
        Look(1);
        Assert.Empty(log);
        Look(3);
        Assert.Contains("The certificate cannot be renewed", Assert.Single(log), StringComparison.Ordinal);
        File.Delete(CertificateFile);
        Look(1);
        File.WriteAllText(CertificateFile, after.Pem);
        File.WriteAllText(KeyFile, after.KeyPem);
        Look(1);
        Assert.StartsWith("The certificate was renewed; it is valid until ", log[^1], StringComparison.Ordinal);
        Assert.Equal(2, log.Count);

        void Look(int times)
        {
            for (var i = 0; i < times; i++)
            {
                _time.Advance(TimeSpan.FromSeconds(11));
                _ = file.Current;
            }
        }
    }

    private ServerCertificateFile Open() =>
        ServerCertificateFile.Of(new GatewayOptions { TlsCertFile = CertificateFile, TlsPrivateKeyFile = KeyFile }, _time)!;

    // As the kubelet does: a folder for each version, and a link that is exchanged.
    private void Mount(string version, ServerChain chain)
    {
        var folder = _folder.CreateSubdirectory($"..{version}").FullName;
        File.WriteAllText(Path.Combine(folder, "tls.crt"), chain.Pem);
        File.WriteAllText(Path.Combine(folder, "tls.key"), chain.KeyPem);
        var link = Path.Combine(_folder.FullName, "..data");
        File.Delete(link);
        File.CreateSymbolicLink(link, folder);
    }

    private sealed class Lines : List<string>, ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Add(formatter(state, exception));
    }

    /// <summary>A certificate of 127.0.0.1 that an intermediate signed, which a root signed.</summary>
    private sealed class ServerChain : IDisposable
    {
        private readonly ECDsa _key = ECDsa.Create();
        private readonly X509Certificate2 _intermediate;
        private readonly X509Certificate2 _leaf;

        public ServerChain()
        {
            var now = TimeProvider.System.GetUtcNow();
            Root = Authority("root", ECDsa.Create()).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
            var intermediateKey = ECDsa.Create();
            using var unkeyed = Authority("intermediate", intermediateKey).Create(Root, now.AddDays(-1), now.AddHours(23), [1]);
            _intermediate = unkeyed.CopyWithPrivateKey(intermediateKey);
            var request = new CertificateRequest("CN=gateway-test", _key, HashAlgorithmName.SHA256);
            var names = new SubjectAlternativeNameBuilder();
            names.AddIpAddress(System.Net.IPAddress.Loopback);
            request.CertificateExtensions.Add(names.Build());
            _leaf = request.Create(_intermediate, now.AddDays(-1), now.AddHours(22), [2]);
        }

        public X509Certificate2 Root { get; }

        public string Pem => $"{_leaf.ExportCertificatePem()}\n{_intermediate.ExportCertificatePem()}\n";

        public string KeyPem => _key.ExportPkcs8PrivateKeyPem();

        public string Thumbprint => _leaf.Thumbprint;

        public void Dispose()
        {
            Root.Dispose();
            _intermediate.Dispose();
            _leaf.Dispose();
            _key.Dispose();
        }

        private static CertificateRequest Authority(string name, ECDsa key)
        {
            var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
            return request;
        }
    }
}

using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using ComputeOperator.Kubernetes.Client;
using ComputeOperator.Kubernetes.Tests.Configuration;

namespace ComputeOperator.Kubernetes.Tests.Client;

public class ServerCertificateTests
{
    private static readonly X509Certificate2 Root = Certificates.Authority("root");
    private static readonly X509Certificate2 Impostor = Certificates.Authority("root");
    private static readonly X509Certificate2 Intermediate = Certificates.Authority("intermediate", Root);
    private static readonly X509Certificate2 Server = Certificates.Server("server", Root);
    private static readonly X509Certificate2 Deep = Certificates.Server("server", Intermediate);
    private static readonly X509Certificate2 SelfSigned = Certificates.Server("server", null);
    private static readonly X509Certificate2 Expired = Certificates.Server("server", Root, new DateTimeOffset(2021, 1, 1, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public void A_certificate_of_the_authority_is_good()
    {
        Assert.Null(Refusal(Server, [Root]));
        Assert.Null(Refusal(Server, [Impostor, Root]));
    }

    [Fact]
    public void Intermediates_may_be_sent_or_be_the_anchor()
    {
        Assert.Null(Refusal(Deep, [Root], sent: [Intermediate]));
        Assert.Null(Refusal(Deep, [Root, Intermediate]));
        Assert.Null(Refusal(Deep, [Intermediate]));
        Assert.NotNull(Refusal(Deep, [Root]));
    }

    [Fact]
    public void A_server_may_be_its_own_anchor()
    {
        Assert.Null(Refusal(SelfSigned, [SelfSigned]));
        Assert.NotNull(Refusal(SelfSigned, [Root]));
        Assert.NotNull(Refusal(SelfSigned, [Certificates.Server("server", null)]));
    }

    [Fact]
    public void An_authority_of_the_same_name_is_another()
    {
        Assert.Equal(
            "the server's certificate (CN=server, issued by CN=root) is not signed by the configured certificate authority",
            Refusal(Server, [Impostor]));
        Assert.NotNull(Refusal(Server, [Impostor], sent: [Root]));
    }

    [Fact]
    public void Expiry_and_names_are_checked()
    {
        Assert.Equal("the server's certificate is valid only from 2020-01-01 00:00:00Z to 2021-01-01 00:00:00Z", Refusal(Expired, [Root]));
        Assert.Equal(
            "the server's certificate is for server, 127.0.0.1, not for expected",
            Refusal(Server, [Root], errors: SslPolicyErrors.RemoteCertificateNameMismatch));
    }

    private static string? Refusal(
        X509Certificate2 server, X509Certificate2[] authorities, X509Certificate2[]? sent = null, SslPolicyErrors errors = SslPolicyErrors.None)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.ExtraStore.AddRange(sent ?? []);
        using var bare = X509CertificateLoader.LoadCertificate(server.RawData);
        try
        {
            Assert.True(new ServerCertificate([.. authorities], renew: null, "expected").Validate(chain, bare, chain, errors));
            return null;
        }
        catch (AuthenticationException e)
        {
            return e.Message;
        }
    }
}

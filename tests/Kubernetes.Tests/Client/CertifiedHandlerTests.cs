using System.Security.Cryptography.X509Certificates;
using ComputeOperator.Kubernetes.Client;
using ComputeOperator.Kubernetes.Configuration;
using ComputeOperator.Kubernetes.Tests.Configuration;

namespace ComputeOperator.Kubernetes.Tests.Client;

public sealed class CertifiedHandlerTests
{
    [Fact]
    public void A_request_that_was_given_the_old_certificate_does_not_bring_it_back()
    {
        using var old = Certificates.Authority("old");
        using var renewed = Certificates.Authority("renewed");
        var (shown, closed) = (new List<string>(), 0);
        using var handler = new CertifiedHandler([], Handler, () => closed++);
        var (before, after) = (new Credential(null, [old]), new Credential(null, [renewed]));

        handler.Show(before);
        handler.Show(after);
        handler.Show(before);
        handler.Show(new(null, [renewed]));
        handler.Show(after);

        Assert.Equal(["none", old.Thumbprint, renewed.Thumbprint], shown);
        Assert.Equal(2, closed);

        HttpMessageHandler Handler(X509Certificate2Collection chain)
        {
            shown.Add(chain.FirstOrDefault()?.Thumbprint ?? "none");
            return new SocketsHttpHandler();
        }
    }
}

using System.Security.Cryptography.X509Certificates;
using ComputeOperator.Kubernetes.Configuration;

namespace ComputeOperator.Kubernetes.Client;

/// <summary>
/// Sends by connections that show the newest client certificate. The platform's handler takes a certificate with those that lead to its
/// authority once and for all, so that each certificate gets a handler of its own.
/// </summary>
/// <param name="first">What is shown at first: the certificate, then its intermediates; empty: none.</param>
/// <param name="create">Makes the handler for a certificate.</param>
/// <param name="closeConnections">Closes the connections made so far: a server looks at a certificate once per connection.</param>
internal sealed class CertifiedHandler(
    X509Certificate2Collection first, Func<X509Certificate2Collection, HttpMessageHandler> create, Action closeConnections) : HttpMessageHandler
{
    private readonly Lock _gate = new();
    private long _newest;
    private string? _shown = first.FirstOrDefault()?.Thumbprint;
    private volatile HttpMessageInvoker _current = new(create(first));

    /// <summary>Shows the certificate of <paramref name="credential"/> from now on, if it has one.</summary>
    public void Show(Credential credential)
    {
        if (credential.Certificates is not { } chain)
        {
            return;
        }

        lock (_gate)
        {
            // A request that was given the one before may come after one with the renewed one.
            if (credential.Number < _newest)
            {
                return;
            }

            _newest = credential.Number;
            if (_shown == chain[0].Thumbprint)
            {
                return;
            }

            // The one before is not disposed of: a request may be about to use it, and without connections it holds nothing.
            _shown = chain[0].Thumbprint;
            _current = new(create(chain));
        }

        closeConnections();
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        _current.SendAsync(request, cancellationToken);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _current.Dispose();
        }

        base.Dispose(disposing);
    }
}

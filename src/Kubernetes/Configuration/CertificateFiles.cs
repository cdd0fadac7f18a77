using System.Security.Cryptography.X509Certificates;

namespace ComputeOperator.Kubernetes.Configuration;

/// <summary>A client certificate in files that someone else renews, and the caller's token, if there is one beside it.</summary>
/// <param name="read">Reads certificate and key.</param>
/// <param name="parse">Makes a certificate with its key, and those that lead to its authority, of what was read.</param>
/// <param name="other">Where the token comes from; null: there is none.</param>
/// <param name="time">The clock.</param>
internal sealed class CertificateFiles(
    Func<(byte[] Certificate, byte[] Key)> read,
    Func<(byte[] Certificate, byte[] Key), X509Certificate2Collection> parse,
    CredentialSource? other,
    TimeProvider time) : CredentialSource
{
    private static readonly TimeSpan MaximumAge = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private ((byte[] Certificate, byte[] Key) Pem, X509Certificate2Collection Chain)? _files;
    private (Credential? Other, Credential Whole)? _current;
    private long _readAt;

    /// <inheritdoc/>
    public override async ValueTask<Credential> GetAsync(CancellationToken cancellation)
    {
        var beside = other is null ? null : await other.GetAsync(cancellation).ConfigureAwait(false);
        lock (_gate)
        {
            var chain = _files is { } files && time.GetElapsedTime(_readAt) < MaximumAge ? files.Chain : Read_NeedsLock();
            if (_current is { } current && current.Other == beside && current.Whole.Certificates == chain)
            {
                return current.Whole;
            }

            var whole = new Credential(beside?.Authorization, chain);
            _current = (beside, whole);
            return whole;
        }
    }

    /// <inheritdoc/>
    public override bool Reject(Credential refused)
    {
        lock (_gate)
        {
            if (_current is not { } current || current.Whole != refused)
            {
                return true;
            }

            var isRenewed = Read_NeedsLock() != refused.Certificates;
            return (current.Other is { } beside && other!.Reject(beside)) || isRenewed;
        }
    }

    /// <summary>Reads the files, once at the beginning so that what is wrong with them is said then.</summary>
    public CertificateFiles Checked()
    {
        lock (_gate)
        {
            Read_NeedsLock();
        }

        return this;
    }

    private X509Certificate2Collection Read_NeedsLock()
    {
        try
        {
            var pem = read();
            if (_files is not { } known || !Same(known.Pem, pem))
            {
                _files = (pem, parse(pem));
            }
        }
        catch (KubernetesConfigurationException) when (_files is not null)
        {
            // Renewal may be half done: the certificate at hand is still the best.
        }

        _readAt = time.GetTimestamp();
        return _files!.Value.Chain;
    }

    private static bool Same((byte[] Certificate, byte[] Key) one, (byte[] Certificate, byte[] Key) other) =>
        one.Certificate.AsSpan().SequenceEqual(other.Certificate) && one.Key.AsSpan().SequenceEqual(other.Key);
}

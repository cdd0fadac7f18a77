using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ComputeOperator.Gateway.Configuration;

namespace ComputeOperator.Gateway.Hosting;

/// <summary>The certificate of the REST API, read again when its file changes: it is renewed while the process runs.</summary>
internal sealed class ServerCertificateFile : IDisposable
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(10);

    private readonly string _certificateFile;
    private readonly string _keyFile;
    private readonly Lock _gate = new();
    private X509Certificate2 _current;
    private DateTime _changed;
    private long _lookedAt;

    private ServerCertificateFile(string certificateFile, string keyFile)
    {
        (_certificateFile, _keyFile) = (certificateFile, keyFile);
        _changed = File.GetLastWriteTimeUtc(certificateFile);
        _lookedAt = TimeProvider.System.GetTimestamp();
        _current = Read();
    }

    /// <summary>The certificate to show now.</summary>
    public X509Certificate2 Current
    {
        get
        {
            lock (_gate)
            {
                if (TimeProvider.System.GetElapsedTime(_lookedAt) > LookAgain)
                {
                    _lookedAt = TimeProvider.System.GetTimestamp();
                    Refresh();
                }

                return _current;
            }
        }
    }

    /// <summary>The certificate that the options name; null: no TLS.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static ServerCertificateFile? Of(GatewayOptions options) =>
        options.TlsCertFile.Length == 0 ? null : new(options.TlsCertFile, options.TlsPrivateKeyFile);

    public void Dispose() => _current.Dispose();

    private void Refresh()
    {
        var changed = File.GetLastWriteTimeUtc(_certificateFile);
        if (changed == _changed)
        {
            return;
        }

        try
        {
            // The one before may still be in a handshake: it is left to the collector.
            _current = Read();
            _changed = changed;
        }
        catch (IOException)
        {
            // Half renewed: the certificate at hand is still the best.
        }
    }

    private X509Certificate2 Read()
    {
        try
        {
            using var pem = X509Certificate2.CreateFromPemFile(_certificateFile, _keyFile);
            // TLS needs the key in a form that the PEM reader does not give on every platform.
            return X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
        }
        catch (Exception e) when (e is CryptographicException or UnauthorizedAccessException or ArgumentException)
        {
            throw new IOException($"{_certificateFile}, {_keyFile}: {e.Message}", e);
        }
    }
}

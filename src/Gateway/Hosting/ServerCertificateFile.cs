using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ComputeOperator.Gateway.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace ComputeOperator.Gateway.Hosting;

/// <summary>The certificate chain of the REST API, read again now and then: it is renewed while the process runs.</summary>
internal sealed partial class ServerCertificateFile : IDisposable
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(10);

    // What is half renewed at one look is renewed at the next.
    private const int FailedLooks = 2;

    private readonly string _certificateFile;
    private readonly string _keyFile;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private (byte[] Certificate, byte[] Key) _files;
    private SslStreamCertificateContext _current;
    private long _lookedAt;
    private int _failed;

    private ServerCertificateFile(string certificateFile, string keyFile, TimeProvider time)
    {
        (_certificateFile, _keyFile, _time) = (certificateFile, keyFile, time);
        _lookedAt = time.GetTimestamp();
        _files = Read();
        _current = Parse(_files.Certificate, _files.Key);
    }

    /// <summary>Is told of what is renewed, and of what cannot be.</summary>
    public ILogger Log { private get; set; } = NullLogger.Instance;

    /// <summary>The certificate to show now, with those that lead to a root.</summary>
    public SslStreamCertificateContext Current
    {
        get
        {
            lock (_gate)
            {
                if (_time.GetElapsedTime(_lookedAt) > LookAgain)
                {
                    _lookedAt = _time.GetTimestamp();
                    Refresh();
                }

                return _current;
            }
        }
    }

    /// <summary>The certificate that the options name; null: no TLS.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static ServerCertificateFile? Of(GatewayOptions options, TimeProvider time) =>
        options.TlsCertFile.Length == 0 ? null : new(options.TlsCertFile, options.TlsPrivateKeyFile, time);

    public void Dispose() => _current.TargetCertificate.Dispose();

    // Their contents say whether they changed: a mounted Secret is renewed by pointing a link elsewhere, and no time of the file's own tells.
    private void Refresh()
    {
        try
        {
            var files = Read();
            if (!files.Certificate.AsSpan().SequenceEqual(_files.Certificate) || !files.Key.AsSpan().SequenceEqual(_files.Key))
            {
                // The one before may still be in a handshake: it is left to the collector.
                _current = Parse(files.Certificate, files.Key);
                _files = files;
                LogRenewed(Log, _current.TargetCertificate.NotAfter.ToUniversalTime());
            }

            _failed = 0;
        }
        catch (IOException e)
        {
            // The certificate at hand is still the best.
            if (++_failed == FailedLooks)
            {
                LogUnusable(Log, _current.TargetCertificate.NotAfter.ToUniversalTime(), e.Message);
            }
        }
    }

    private (byte[] Certificate, byte[] Key) Read()
    {
        try
        {
            return (File.ReadAllBytes(_certificateFile), File.ReadAllBytes(_keyFile));
        }
        catch (UnauthorizedAccessException e)
        {
            throw Unusable(e);
        }
    }

    private SslStreamCertificateContext Parse(byte[] certificate, byte[] key)
    {
        try
        {
            var chain = Encoding.UTF8.GetString(certificate);
            using var pem = X509Certificate2.CreateFromPem(chain, Encoding.UTF8.GetString(key));
            // TLS needs the key in a form that the PEM reader does not give on every platform.
            var leaf = X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
            var all = new X509Certificate2Collection();
            all.ImportFromPem(chain);
            return SslStreamCertificateContext.Create(leaf, [.. all.Skip(1)], offline: true);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw Unusable(e);
        }
    }

    private IOException Unusable(Exception cause) => new($"{_certificateFile}, {_keyFile}: {cause.Message}", cause);

    [LoggerMessage(Level = LogLevel.Information, Message = "The certificate was renewed; it is valid until {NotAfter:u}")]
    private static partial void LogRenewed(ILogger logger, DateTime notAfter);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The certificate cannot be renewed, the one before is shown until it can; it is valid until {NotAfter:u}: {Problem}")]
    private static partial void LogUnusable(ILogger logger, DateTime notAfter, string problem);
}

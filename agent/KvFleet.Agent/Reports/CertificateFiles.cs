using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace KvFleet.Agent.Reports;

/// <summary>
/// The report's certificate, from the files of a mounted secret. The kubelet swaps them when the operator renews it, so they are looked at again every few
/// seconds; a broken pair keeps the last good one in use.
/// </summary>
internal sealed partial class CertificateFiles(string directory, TimeProvider time, ILogger<CertificateFiles> logger) : IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(10);
    private readonly Lock _gate = new();
    private X509Certificate2? _certificate;
    private (DateTime Certificate, DateTime Key) _stamps;
    private DateTimeOffset _nextLook;
    private string? _problem;

    /// <summary>Why there is no good certificate, or not the newest; null while all is well.</summary>
    public string? Problem
    {
        get
        {
            _ = Current();
            lock (_gate)
                return _certificate is not null && _certificate.NotAfter.ToUniversalTime() < time.GetUtcNow().UtcDateTime ? $"the certificate in {directory} expired {_certificate.NotAfter:u}" : _problem;
        }
    }

    /// <summary>The certificate to serve; null while there has never been a good one.</summary>
    public X509Certificate2? Current()
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            if (now >= _nextLook)
            {
                _nextLook = now + LookEvery;
                Look();
            }

            return _certificate;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _certificate?.Dispose();

    private void Look()
    {
        var (certificate, key) = (Path.Combine(directory, "tls.crt"), Path.Combine(directory, "tls.key"));
        try
        {
            var stamps = (File.GetLastWriteTimeUtc(certificate), File.GetLastWriteTimeUtc(key));
            if (stamps == _stamps && _problem is null && _certificate is not null)
                return;
            // The old one is left to the connections that still use it.
            _certificate = X509Certificate2.CreateFromPemFile(certificate, key);
            (_stamps, _problem) = (stamps, null);
            LogLoaded(directory, _certificate.NotAfter);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            var problem = $"no usable certificate in {directory}: {e.Message} The operator writes the secret kvfleet-agent-tls";
            if (_problem != problem)
                LogProblem(problem);
            _problem = problem;
        }
    }

    [LoggerMessage(1501, LogLevel.Information, "Certificate of the report read from {Directory}, valid until {NotAfter:u}")]
    private partial void LogLoaded(string directory, DateTime notAfter);

    [LoggerMessage(1502, LogLevel.Warning, "Certificate of the report: {Problem}")]
    private partial void LogProblem(string problem);
}

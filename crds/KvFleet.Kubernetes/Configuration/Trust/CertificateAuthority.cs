using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace KvFleet.Kubernetes.Configuration;

/// <summary>Certificates of the authorities that may vouch for the server. A file is read again once a minute, so that a rotated CA is noticed.</summary>
public sealed class CertificateAuthority
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(1);
    private readonly Lock _gate = new();
    private readonly string? _path;
    private readonly TimeProvider _timeProvider;
    private X509Certificate2Collection _certificates;
    private long _readAt;

    private CertificateAuthority(string? path, X509Certificate2Collection certificates, TimeProvider timeProvider)
    {
        _path = path;
        _certificates = certificates;
        _timeProvider = timeProvider;
        _readAt = timeProvider.GetTimestamp();
    }

    /// <summary>Reads PEM text.</summary>
    /// <param name="pem">One or more certificates.</param>
    /// <exception cref="KubernetesConfigurationException">There is no certificate in it.</exception>
    public static CertificateAuthority FromPem(string pem) => new(null, Parse(pem, "certificate-authority-data"), TimeProvider.System);

    /// <summary>Reads a PEM file, now and again later.</summary>
    /// <param name="path">The file.</param>
    /// <param name="timeProvider">Time.</param>
    /// <exception cref="KubernetesConfigurationException">The file is missing or has no certificate.</exception>
    public static CertificateAuthority FromFile(string path, TimeProvider timeProvider)
    {
        try
        {
            return new CertificateAuthority(path, Parse(File.ReadAllText(path), path), timeProvider);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KubernetesConfigurationException($"The certificate authority {path} cannot be read: {e.Message}", e);
        }
    }

    internal X509Certificate2Collection Certificates
    {
        get
        {
            lock (_gate)
            {
                if (_path is null || _timeProvider.GetElapsedTime(_readAt) < MaxAge)
                    return _certificates;
                try
                {
                    _certificates = Parse(File.ReadAllText(_path), _path);
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException or KubernetesConfigurationException)
                {
                    // A file that is being replaced: what was read before stays good, the next handshake looks again.
                    return _certificates;
                }

                _readAt = _timeProvider.GetTimestamp();
                return _certificates;
            }
        }
    }

    private static X509Certificate2Collection Parse(string pem, string origin)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(pem);
        }
        catch (CryptographicException e)
        {
            throw new KubernetesConfigurationException($"{origin} is not a PEM certificate: {e.Message}", e);
        }

        return certificates.Count > 0
            ? certificates
            : throw new KubernetesConfigurationException($"{origin} has no PEM certificate in it.");
    }
}

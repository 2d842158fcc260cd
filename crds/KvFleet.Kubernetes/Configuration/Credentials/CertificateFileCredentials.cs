using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;

namespace KvFleet.Kubernetes.Configuration;

/// <summary>A client certificate in files that somebody keeps fresh. Read again when a file changed, at most once a minute.</summary>
/// <param name="certificatePath">PEM file of the certificate.</param>
/// <param name="keyPath">PEM file of the key; may be the same file.</param>
/// <param name="timeProvider">Time.</param>
/// <param name="inner">Who gives the header.</param>
public sealed class CertificateFileCredentials(string certificatePath, string keyPath, TimeProvider timeProvider, KubernetesCredentials inner)
    : KubernetesCredentials
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(1);
    private readonly Lock _gate = new();
    private X509Certificate2? _certificate;
    private (DateTime Certificate, DateTime Key) _written;
    private long _readAt;

    /// <inheritdoc/>
    public override X509Certificate2? ClientCertificate
    {
        get
        {
            // A program that gives credentials may give a certificate, too, and then means that one.
            if (inner.ClientCertificate is { } own)
                return own;
            lock (_gate)
            {
                if (_certificate is null || timeProvider.GetElapsedTime(_readAt) >= MaxAge)
                    Read();
                return _certificate;
            }
        }
    }

    /// <inheritdoc/>
    public override ValueTask<AuthenticationHeaderValue?> GetAuthorizationAsync(CancellationToken cancellationToken) =>
        inner.GetAuthorizationAsync(cancellationToken);

    /// <inheritdoc/>
    public override bool Invalidate(AuthenticationHeaderValue? rejected)
    {
        lock (_gate)
        {
            var refused = _certificate;
            Read();
            return inner.Invalidate(rejected) || !ReferenceEquals(refused, _certificate);
        }
    }

    private void Read()
    {
        try
        {
            var written = (File.GetLastWriteTimeUtc(certificatePath), File.GetLastWriteTimeUtc(keyPath));
            if (_certificate is null || written != _written)
            {
                _certificate = ClientCertificates.FromPem(File.ReadAllText(certificatePath), File.ReadAllText(keyPath), certificatePath);
                _written = written;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (_certificate is null)
                throw new KubernetesConfigurationException($"The client certificate {certificatePath} or its key {keyPath} cannot be read: {e.Message}", e);
        }
        catch (KubernetesConfigurationException) when (_certificate is not null)
        {
            // Certificate and key are replaced one after the other: for a moment they are no pair. The old pair goes on.
        }

        _readAt = timeProvider.GetTimestamp();
    }
}

using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace KvFleet.Operator.Security;

/// <summary>
/// Makes the fleet's own authority and the agents' server certificate. Nobody but the operator verifies them, so neither has to be in a trust store; ECDSA P-256 throughout.
/// </summary>
public static class CertificateAuthority
{
    // A verifier whose clock runs a little behind ours must not refuse a certificate that was made a moment ago.
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    private static readonly Oid ServerAuthentication = new("1.3.6.1.5.5.7.3.1");

    /// <summary>Makes a new self-signed authority that may sign end certificates and nothing below them.</summary>
    /// <param name="commonName">The subject's common name.</param>
    /// <param name="now">The present; validity starts five minutes before it.</param>
    /// <param name="lifetime">How long the authority is valid from <paramref name="now"/>.</param>
    /// <returns>The authority's certificate and key.</returns>
    public static PemPair CreateAuthority(string commonName, DateTimeOffset now, TimeSpan lifetime)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={commonName}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        using var certificate = request.CreateSelfSigned(now - ClockSkew, now + lifetime);
        return new PemPair(certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>Signs a server certificate.</summary>
    /// <param name="authority">The signer.</param>
    /// <param name="dnsName">The only name the certificate is good for.</param>
    /// <param name="now">The present.</param>
    /// <param name="lifetime">How long it is valid; cut off where the authority's own validity ends.</param>
    /// <returns>The certificate and its key.</returns>
    /// <exception cref="CryptographicException">The authority cannot be read.</exception>
    public static PemPair IssueServer(PemPair authority, string dnsName, DateTimeOffset now, TimeSpan lifetime)
    {
        using var issuer = X509Certificate2.CreateFromPem(authority.CertificatePem, authority.PrivateKeyPem);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={dnsName}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([ServerAuthentication], critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(issuer, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(dnsName);
        request.CertificateExtensions.Add(names.Build());

        var notBefore = Later(now - ClockSkew, new DateTimeOffset(issuer.NotBefore));
        var notAfter = Earlier(now + lifetime, new DateTimeOffset(issuer.NotAfter));
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] &= 0x7f;
        using var certificate = request.Create(issuer, notBefore, notAfter, serial);
        return new PemPair(certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    private static DateTimeOffset Later(DateTimeOffset left, DateTimeOffset right) => left > right ? left : right;

    private static DateTimeOffset Earlier(DateTimeOffset left, DateTimeOffset right) => left < right ? left : right;
}

using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace KvFleet.Operator.Security;

/// <summary>Decides whether a stored certificate may stay. Pure: the answer is the reason to replace it, or nothing.</summary>
public static class CertificateRenewal
{
    /// <summary>Why an authority must be replaced.</summary>
    /// <param name="authority">The stored authority; null when there is none.</param>
    /// <param name="now">The present.</param>
    /// <returns>The reason, or null while it is good.</returns>
    public static string? ReasonToReplaceAuthority(PemPair? authority, DateTimeOffset now) => Inspect(authority, now, static _ => null);

    /// <summary>Why a server certificate must be replaced: missing, unreadable, two thirds of its life gone, signed by another authority, or made for another name.</summary>
    /// <param name="server">The stored certificate; null when there is none.</param>
    /// <param name="authority">The authority that should have signed it.</param>
    /// <param name="dnsName">The name it should carry.</param>
    /// <param name="now">The present.</param>
    /// <returns>The reason, or null while it is good.</returns>
    public static string? ReasonToReplaceServer(PemPair? server, PemPair authority, string dnsName, DateTimeOffset now) =>
        Inspect(server, now, certificate =>
        {
            if (!certificate.MatchesHostname(dnsName, allowWildcards: false, allowCommonName: false))
                return $"it is not for {dnsName}";
            using var issuer = X509Certificate2.CreateFromPem(authority.CertificatePem);
            return AgentCertificateValidator.IsSignedBy(certificate, [issuer], now) ? null : "another authority signed it";
        });

    private static string? Inspect(PemPair? pair, DateTimeOffset now, Func<X509Certificate2, string?> further)
    {
        if (pair is null)
            return "there is none";
        try
        {
            using var certificate = X509Certificate2.CreateFromPem(pair.CertificatePem, pair.PrivateKeyPem);
            var notBefore = new DateTimeOffset(certificate.NotBefore);
            var notAfter = new DateTimeOffset(certificate.NotAfter);
            if (now >= notAfter)
                return "it has expired";
            if (now >= notBefore + ((notAfter - notBefore) * 2 / 3))
                return "two thirds of its life are over";
            return further(certificate);
        }
        catch (CryptographicException error)
        {
            return $"it cannot be read: {error.Message}";
        }
        catch (ArgumentException error)
        {
            return $"it cannot be read: {error.Message}";
        }
    }
}

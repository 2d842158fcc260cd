using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace KvFleet.Operator.Security;

/// <summary>
/// Accepts exactly the certificates that the fleet's own authority signed for the agents' DNS name. The operator dials pod addresses, which no certificate could name in advance; so the name is pinned
/// instead of taken from the address, and the system's trust store plays no part.
/// </summary>
/// <param name="authorities">The authorities to trust: the present one and, while it is valid, its predecessor.</param>
/// <param name="dnsName">The name every agent's certificate carries.</param>
/// <param name="time">Judges validity.</param>
public sealed class AgentCertificateValidator(IReadOnlyList<X509Certificate2> authorities, string dnsName, TimeProvider time)
{
    /// <summary>Judges one server.</summary>
    /// <param name="certificate">What the server showed.</param>
    /// <param name="errors">What the platform found. Name and chain are ours to judge; a missing certificate is final.</param>
    /// <returns>Whether to speak to it.</returns>
    public bool Accepts(X509Certificate? certificate, SslPolicyErrors errors) =>
        certificate is X509Certificate2 shown
        && !errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable)
        && shown.MatchesHostname(dnsName, allowWildcards: false, allowCommonName: false)
        && IsSignedBy(shown, authorities, time.GetUtcNow());

    /// <summary>Whether a chain to one of the authorities exists and holds at a time.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="authorities">The only roots.</param>
    /// <param name="now">The time to judge at.</param>
    /// <returns>True when it holds.</returns>
    public static bool IsSignedBy(X509Certificate2 certificate, IEnumerable<X509Certificate2> authorities, DateTimeOffset now)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = now.UtcDateTime;
        chain.ChainPolicy.VerificationTimeIgnored = false;
        foreach (var authority in authorities)
            chain.ChainPolicy.CustomTrustStore.Add(authority);
        return chain.Build(certificate);
    }
}

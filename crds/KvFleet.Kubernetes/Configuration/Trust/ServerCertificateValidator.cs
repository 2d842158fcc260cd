using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace KvFleet.Kubernetes.Configuration;

/// <summary>Decides whether a server's certificate was vouched for by one of the configured authorities.</summary>
internal sealed class ServerCertificateValidator(CertificateAuthority authority)
{
    public bool Validate(X509Certificate? certificate, X509Chain? presented, SslPolicyErrors errors)
    {
        if (certificate is not X509Certificate2 leaf || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None)
            return false;

        var anchors = authority.Certificates;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(anchors);
        chain.ChainPolicy.ExtraStore.AddRange(anchors);
        if (presented is not null)
            chain.ChainPolicy.ExtraStore.AddRange(presented.ChainElements.Select(e => e.Certificate).ToArray());
        // Clusters' own authorities publish no revocation lists, and looking for them blocks.
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        if (chain.Build(leaf))
            return true;

        // Go, and so every other client, takes an intermediate (or the leaf itself) as an anchor when it is in the file.
        return chain.ChainStatus.All(s => s.Status is X509ChainStatusFlags.PartialChain or X509ChainStatusFlags.UntrustedRoot)
            && chain.ChainElements.Any(e => anchors.Any(a => a.RawDataMemory.Span.SequenceEqual(e.Certificate.RawDataMemory.Span)));
    }
}

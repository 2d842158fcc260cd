using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace KvFleet.Resp.Tls;

/// <summary>A certificate with its key and the authorities in between, ready to be shown to clients.</summary>
public static class RespTlsIdentity
{
    /// <summary>Reads one from PEM text, as a Secret of type kubernetes.io/tls has it.</summary>
    /// <param name="certificatePem">The certificate first, then the authorities that signed it, if any.</param>
    /// <param name="privateKeyPem">The certificate's key.</param>
    /// <exception cref="CryptographicException">No certificate, no key, or a key of another certificate.</exception>
    public static SslStreamCertificateContext FromPem(string certificatePem, string privateKeyPem)
    {
        var chain = new X509Certificate2Collection();
        chain.ImportFromPem(certificatePem);
        if (chain.Count == 0)
            throw new CryptographicException("there is no certificate in the PEM text");
        chain[0].Dispose();
        chain.RemoveAt(0);
        X509Certificate2 certificate;
        try
        {
            certificate = X509Certificate2.CreateFromPem(certificatePem, privateKeyPem);
        }
        catch (ArgumentException e)
        {
            throw new CryptographicException($"the private key is not the certificate's: {e.Message}", e);
        }

        // Offline: a node may reach no authority, and clients check the chain themselves.
        return SslStreamCertificateContext.Create(certificate, chain, offline: true);
    }
}

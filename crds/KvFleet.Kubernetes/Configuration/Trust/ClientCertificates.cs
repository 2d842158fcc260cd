using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace KvFleet.Kubernetes.Configuration;

/// <summary>Reads certificate and key of a client.</summary>
internal static class ClientCertificates
{
    public static X509Certificate2 FromPem(string certificate, string key, string origin)
    {
        try
        {
            using var parsed = X509Certificate2.CreateFromPem(certificate, key);
            // A key that came from PEM is ephemeral; the round trip makes it usable for TLS on every platform.
            return X509CertificateLoader.LoadPkcs12(parsed.Export(X509ContentType.Pkcs12), null);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new KubernetesConfigurationException($"{origin}: client certificate and key are not a PEM pair: {e.Message}", e);
        }
    }
}

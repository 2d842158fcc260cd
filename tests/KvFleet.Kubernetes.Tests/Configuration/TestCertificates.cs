using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace KvFleet.Kubernetes.Tests.Configuration;

/// <summary>Certificates for tests.</summary>
internal static class TestCertificates
{
    public static (string Certificate, string Key) Create(string name = "CN=test")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        using var made = request.CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(100));
        return (made.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }
}

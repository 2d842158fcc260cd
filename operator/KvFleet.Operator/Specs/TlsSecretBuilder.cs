using System.Text;
using KvFleet.Kubernetes;
using KvFleet.Kubernetes.Models;
using KvFleet.Operator.Security;

namespace KvFleet.Operator.Specs;

/// <summary>Makes and reads the secrets of the fleet's own TLS. Pure.</summary>
public static class TlsSecretBuilder
{
    /// <summary>Key of a certificate.</summary>
    public const string CertificateKey = "tls.crt";

    /// <summary>Key of a private key.</summary>
    public const string PrivateKeyKey = "tls.key";

    /// <summary>Key of the authorities to trust: the present one and, while it is valid, its predecessor.</summary>
    public const string AuthoritiesKey = "ca.crt";

    /// <summary>A secret with a key pair.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="namespace">Its namespace.</param>
    /// <param name="pair">Certificate and key.</param>
    /// <param name="authorities">The authorities to trust, PEM.</param>
    /// <param name="resourceVersion">The version it replaces; null to create it.</param>
    public static V1Secret Build(string name, string @namespace, PemPair pair, string authorities, string? resourceVersion = null) => new()
    {
        ApiVersion = "v1",
        Kind = "Secret",
        Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = @namespace, Labels = SpecLabels.For(ComponentNames.Agent), ResourceVersion = resourceVersion },
        Type = "kubernetes.io/tls",
        Data = new Dictionary<string, byte[]>(StringComparer.Ordinal)
        {
            [CertificateKey] = Encoding.ASCII.GetBytes(pair.CertificatePem),
            [PrivateKeyKey] = Encoding.ASCII.GetBytes(pair.PrivateKeyPem),
            [AuthoritiesKey] = Encoding.ASCII.GetBytes(authorities),
        },
    };

    /// <summary>Reads the key pair of a secret; null if it is incomplete.</summary>
    /// <param name="secret">The secret.</param>
    public static PemPair? ReadPair(V1Secret? secret) =>
        Text(secret, CertificateKey) is { } certificate && Text(secret, PrivateKeyKey) is { } key ? new PemPair(certificate, key) : null;

    /// <summary>Reads one entry as text; null if it is not there.</summary>
    /// <param name="secret">The secret.</param>
    /// <param name="key">The entry.</param>
    public static string? Text(V1Secret? secret, string key) =>
        secret?.Data is { } data && data.TryGetValue(key, out var bytes) && bytes.Length > 0 ? Encoding.ASCII.GetString(bytes) : null;
}

namespace KvFleet.Operator.Security;

/// <summary>A certificate and its private key, as they lie in a <c>kubernetes.io/tls</c> secret.</summary>
/// <param name="CertificatePem">One X.509 certificate, PEM.</param>
/// <param name="PrivateKeyPem">Its PKCS#8 private key, PEM.</param>
public sealed record PemPair(string CertificatePem, string PrivateKeyPem)
{
    /// <summary>Never prints the key: a record's own text would, and text ends up in logs.</summary>
    public override string ToString() => "PemPair { PrivateKeyPem = (hidden) }";
}

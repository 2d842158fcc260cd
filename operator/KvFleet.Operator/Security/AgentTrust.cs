using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace KvFleet.Operator.Security;

/// <summary>The authorities whose agents the operator speaks to, as of now. Empty until the secrets were read: then nobody is trusted. Safe to use from any thread.</summary>
/// <param name="dnsName">The name every agent's certificate carries.</param>
/// <param name="time">Judges validity.</param>
public sealed class AgentTrust(string dnsName, TimeProvider time)
{
    private volatile IReadOnlyList<X509Certificate2> _authorities = [];

    /// <summary>Whether there is anybody to trust.</summary>
    public bool IsReady => _authorities.Count > 0;

    /// <summary>Trusts these authorities and no others.</summary>
    /// <param name="pem">One or more certificates, PEM.</param>
    /// <exception cref="CryptographicException">The text cannot be read.</exception>
    public void Trust(string pem)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPem(pem);
        _authorities = [.. authorities];
    }

    /// <summary>Judges one server.</summary>
    /// <param name="certificate">What the server showed.</param>
    /// <param name="errors">What the platform found.</param>
    /// <returns>Whether to speak to it.</returns>
    public bool Accepts(X509Certificate? certificate, SslPolicyErrors errors) => new AgentCertificateValidator(_authorities, dnsName, time).Accepts(certificate, errors);
}

using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace KvFleet.Kubernetes.Configuration;

/// <summary>Credentials that never change: a token, a name and password, a certificate, or nothing.</summary>
/// <param name="authorization">The header; null for none.</param>
/// <param name="clientCertificate">The certificate; null for none.</param>
public sealed class StaticCredentials(AuthenticationHeaderValue? authorization, X509Certificate2? clientCertificate = null) : KubernetesCredentials
{
    /// <inheritdoc/>
    public override X509Certificate2? ClientCertificate => clientCertificate;

    /// <summary>A bearer token.</summary>
    /// <param name="token">The token.</param>
    /// <param name="clientCertificate">The certificate; null for none.</param>
    public static StaticCredentials Bearer(string token, X509Certificate2? clientCertificate = null) =>
        new(new AuthenticationHeaderValue("Bearer", token), clientCertificate);

    /// <summary>A name and password.</summary>
    /// <param name="username">The name.</param>
    /// <param name="password">The password.</param>
    /// <param name="clientCertificate">The certificate; null for none.</param>
    public static StaticCredentials Basic(string username, string password, X509Certificate2? clientCertificate = null) =>
        new(new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{username}:{password}"))), clientCertificate);

    /// <inheritdoc/>
    public override ValueTask<AuthenticationHeaderValue?> GetAuthorizationAsync(CancellationToken cancellationToken) => new(authorization);
}

using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;

namespace KvFleet.Kubernetes.Configuration;

/// <summary>A client certificate that never changes, beside other credentials.</summary>
/// <param name="certificate">The certificate with its key.</param>
/// <param name="inner">Who gives the header.</param>
public sealed class CertificateCredentials(X509Certificate2 certificate, KubernetesCredentials inner) : KubernetesCredentials
{
    /// <inheritdoc/>
    public override X509Certificate2? ClientCertificate => inner.ClientCertificate ?? certificate;

    /// <inheritdoc/>
    public override ValueTask<AuthenticationHeaderValue?> GetAuthorizationAsync(CancellationToken cancellationToken) =>
        inner.GetAuthorizationAsync(cancellationToken);

    /// <inheritdoc/>
    public override bool Invalidate(AuthenticationHeaderValue? rejected) => inner.Invalidate(rejected);
}

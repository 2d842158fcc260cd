using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;

namespace KvFleet.Kubernetes.Configuration;

/// <summary>Who asks. Asked before each request, so that short-lived credentials stay fresh.</summary>
public abstract class KubernetesCredentials
{
    /// <summary>Nobody.</summary>
    public static KubernetesCredentials Anonymous { get; } = new StaticCredentials(null);

    /// <summary>The client certificate for new connections; null for none. Another instance than before means that old connections must not be used any more.</summary>
    public virtual X509Certificate2? ClientCertificate => null;

    /// <summary>The <c>Authorization</c> header; null for none.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="KubernetesConfigurationException">The credentials cannot be had.</exception>
    public abstract ValueTask<AuthenticationHeaderValue?> GetAuthorizationAsync(CancellationToken cancellationToken);

    /// <summary>Called when the server answered 401: throws away what was remembered.</summary>
    /// <param name="rejected">The header that was refused.</param>
    /// <returns>True when trying again may help.</returns>
    public virtual bool Invalidate(AuthenticationHeaderValue? rejected) => false;
}

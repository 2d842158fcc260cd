using System.Net.Http.Headers;
using System.Text;

namespace KvFleet.Kubernetes.Configuration;

/// <summary>A header that never changes: a token, a name and password, or none.</summary>
/// <param name="authorization">The header; null for none.</param>
public sealed class StaticCredentials(AuthenticationHeaderValue? authorization) : KubernetesCredentials
{
    /// <summary>A bearer token.</summary>
    /// <param name="token">The token.</param>
    public static StaticCredentials Bearer(string token) => new(new AuthenticationHeaderValue("Bearer", token));

    /// <summary>A name and password.</summary>
    /// <param name="username">The name.</param>
    /// <param name="password">The password.</param>
    public static StaticCredentials Basic(string username, string password) =>
        new(new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{username}:{password}"))));

    /// <inheritdoc/>
    public override ValueTask<AuthenticationHeaderValue?> GetAuthorizationAsync(CancellationToken cancellationToken) => new(authorization);
}

using System.Text.Json.Nodes;

namespace KvFleet.Kubernetes.Client;

/// <summary>Access by path, without types.</summary>
public interface IKubernetesRawClient
{
    /// <summary>Sends a request.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">Path and query, relative to the server, for example <c>/apis/apps/v1/deployments?limit=1</c>.</param>
    /// <param name="body">The body, or null for none.</param>
    /// <param name="contentType">The body's type.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The answer; null when it is empty.</returns>
    Task<JsonNode?> SendAsync(
        HttpMethod method, string path, JsonNode? body = null, string contentType = "application/json", CancellationToken cancellationToken = default);

    /// <summary>Sends a request and returns the answer as text, for example of <c>/readyz</c>.</summary>
    /// <param name="path">Path and query, relative to the server.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<string> GetTextAsync(string path, CancellationToken cancellationToken = default);
}

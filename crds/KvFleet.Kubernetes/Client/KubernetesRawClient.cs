using System.Text;
using System.Text.Json.Nodes;

namespace KvFleet.Kubernetes.Client;

/// <inheritdoc cref="IKubernetesRawClient"/>
internal sealed class KubernetesRawClient(KubernetesTransport transport) : IKubernetesRawClient
{
    public async Task<JsonNode?> SendAsync(
        HttpMethod method, string path, JsonNode? body = null, string contentType = "application/json", CancellationToken cancellationToken = default)
    {
        var bytes = body is null ? default : (ReadOnlyMemory<byte>)ApplyBody.Bytes(body);
        using var answer = await transport.SendAsync(new KubernetesRequest(method, path, bytes, contentType), cancellationToken);
        return answer.Span.IsEmpty ? null : JsonNode.Parse(answer.Span);
    }

    public async Task<string> GetTextAsync(string path, CancellationToken cancellationToken = default)
    {
        using var answer = await transport.SendAsync(new KubernetesRequest(HttpMethod.Get, path), cancellationToken);
        return Encoding.UTF8.GetString(answer.Span);
    }
}

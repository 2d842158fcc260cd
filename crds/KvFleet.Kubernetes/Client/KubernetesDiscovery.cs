using System.Globalization;
using System.Text.Json;
using KvFleet.Kubernetes.Models;

namespace KvFleet.Kubernetes.Client;

/// <inheritdoc cref="IKubernetesDiscovery"/>
internal sealed class KubernetesDiscovery(KubernetesTransport transport) : IKubernetesDiscovery
{
    private KubernetesServerVersion? _version;

    public async Task<KubernetesServerVersion> GetServerVersionAsync(CancellationToken cancellationToken = default)
    {
        if (_version is { } known)
            return known;
        using var body = await transport.SendAsync(new KubernetesRequest(HttpMethod.Get, "/version"), cancellationToken);
        var info = JsonSerializer.Deserialize(body.Span, KubernetesJsonContext.Default.VersionInfo) ?? new VersionInfo();
        return _version = new KubernetesServerVersion(Number(info.Major), Number(info.Minor), info.GitVersion ?? string.Empty);
    }

    public async Task<bool> HasResourceAsync(string apiVersion, string resource, CancellationToken cancellationToken = default)
    {
        var path = apiVersion.Contains('/', StringComparison.Ordinal) ? $"/apis/{apiVersion}" : $"/api/{apiVersion}";
        try
        {
            using var body = await transport.SendAsync(new KubernetesRequest(HttpMethod.Get, path), cancellationToken);
            var list = JsonSerializer.Deserialize(body.Span, KubernetesJsonContext.Default.V1APIResourceList);
            return list?.Resources.Any(r => string.Equals(r.Name, resource, StringComparison.Ordinal)) == true;
        }
        catch (KubernetesApiException e) when (e.IsNotFound)
        {
            return false;
        }
    }

    public Task<bool> HasResourceAsync<TEntity>(CancellationToken cancellationToken = default)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
    {
        var type = EntityMetadata.Of<TEntity>();
        return HasResourceAsync(type.ApiVersion, type.PluralName, cancellationToken);
    }

    // Vendors write "20+".
    private static int Number(string? text)
    {
        var digits = (text ?? string.Empty).TakeWhile(char.IsAsciiDigit).ToArray();
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }
}

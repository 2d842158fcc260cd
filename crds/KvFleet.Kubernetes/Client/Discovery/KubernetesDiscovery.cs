using System.Text.Json;
using KvFleet.Kubernetes.Models;

namespace KvFleet.Kubernetes.Client;

/// <inheritdoc cref="IKubernetesDiscovery"/>
internal sealed class KubernetesDiscovery(KubernetesTransport transport) : IKubernetesDiscovery
{
    // The newest form first; a server that knows none of the aggregated ones takes the last.
    private const string AcceptAggregated =
        "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json";

    private KubernetesServerVersion? _version;

    public async Task<KubernetesServerVersion> GetServerVersionAsync(CancellationToken cancellationToken = default)
    {
        if (_version is { } known)
            return known;
        using var body = await transport.SendAsync(new KubernetesRequest(HttpMethod.Get, "/version"), cancellationToken);
        return _version = KubernetesServerVersion.Of(JsonSerializer.Deserialize(body.Span, KubernetesJsonContext.Default.VersionInfo) ?? new VersionInfo());
    }

    public async Task<bool> HasResourceAsync(string apiVersion, string resource, CancellationToken cancellationToken = default)
    {
        var list = await FindResourcesAsync(apiVersion, cancellationToken);
        return list?.Resources.Any(r => string.Equals(r.Name, resource, StringComparison.Ordinal)) == true;
    }

    public Task<bool> HasResourceAsync<TEntity>(CancellationToken cancellationToken = default)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
    {
        var type = EntityMetadata.Of<TEntity>();
        return HasResourceAsync(type.ApiVersion, type.PluralName, cancellationToken);
    }

    public async Task<EntityMetadata?> FindKindAsync(string apiVersion, string kind, CancellationToken cancellationToken = default)
    {
        var list = await FindResourcesAsync(apiVersion, cancellationToken);
        return list is null
            ? null
            : DiscoveryReading.Resources(apiVersion, list).FirstOrDefault(r => string.Equals(r.Type.Kind, kind, StringComparison.Ordinal))?.Type;
    }

    public async Task<IReadOnlyList<ServerGroup>> GetGroupsAsync(CancellationToken cancellationToken = default)
    {
        var core = await ReadRootAsync("/api", cancellationToken);
        var others = await ReadRootAsync("/apis", cancellationToken);
        var groups = new List<ServerGroup>();
        if (core.Items is null)
            groups.Add(await AskEachAsync(string.Empty, core.Versions ?? [], cancellationToken));
        foreach (var group in (core.Items ?? []).Concat(others.Items ?? []))
            groups.Add(DiscoveryReading.Group(group));
        foreach (var group in others.Groups ?? [])
            groups.Add(await AskEachAsync(group.Name, DiscoveryReading.Versions(group), cancellationToken));
        return groups;
    }

    private async Task<ApiRoot> ReadRootAsync(string path, CancellationToken cancellationToken)
    {
        using var body = await transport.SendAsync(new KubernetesRequest(HttpMethod.Get, path) { Accept = AcceptAggregated }, cancellationToken);
        return JsonSerializer.Deserialize(body.Span, DiscoveryJsonContext.Default.ApiRoot) ?? new ApiRoot();
    }

    private async Task<ServerGroup> AskEachAsync(string group, IEnumerable<string> apiVersions, CancellationToken cancellationToken)
    {
        var versions = new List<ServerGroupVersion>();
        foreach (var apiVersion in apiVersions)
        {
            try
            {
                var list = await FindResourcesAsync(apiVersion, cancellationToken);
                versions.Add(new ServerGroupVersion(apiVersion, list is null ? [] : DiscoveryReading.Resources(apiVersion, list)));
            }
            catch (KubernetesApiException e) when ((int)e.StatusCode >= 500)
            {
                // An extension's own server is away (metrics.k8s.io is, often). That is no reason to know nothing at all.
                versions.Add(new ServerGroupVersion(apiVersion, [], IsStale: true));
            }
        }

        return new ServerGroup(group, versions);
    }

    private async Task<V1APIResourceList?> FindResourcesAsync(string apiVersion, CancellationToken cancellationToken)
    {
        var path = apiVersion.Contains('/', StringComparison.Ordinal) ? $"/apis/{apiVersion}" : $"/api/{apiVersion}";
        try
        {
            using var body = await transport.SendAsync(new KubernetesRequest(HttpMethod.Get, path), cancellationToken);
            return JsonSerializer.Deserialize(body.Span, KubernetesJsonContext.Default.V1APIResourceList);
        }
        catch (KubernetesApiException e) when (e.IsNotFound)
        {
            return null;
        }
    }
}

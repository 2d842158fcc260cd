using KvFleet.Kubernetes.Models;

namespace KvFleet.Kubernetes.Client;

/// <summary>Makes groups and resources of what the discovery endpoints answer.</summary>
internal static class DiscoveryReading
{
    public static ServerGroup Group(DiscoveredGroup group)
    {
        var name = group.Metadata?.Name ?? string.Empty;
        return new ServerGroup(name, [.. group.Versions.Select(v => Version(name, v))]);
    }

    public static IReadOnlyList<ServerResource> Resources(string apiVersion, V1APIResourceList list)
    {
        var (group, version) = Split(apiVersion);
        var subresources = list.Resources.Where(r => r.Name.Contains('/', StringComparison.Ordinal))
            .ToLookup(r => r.Name[..r.Name.IndexOf('/', StringComparison.Ordinal)], r => r.Name[(r.Name.IndexOf('/', StringComparison.Ordinal) + 1)..], StringComparer.Ordinal);
        return
        [
            .. list.Resources.Where(r => !r.Name.Contains('/', StringComparison.Ordinal)).Select(r => new ServerResource(
                new EntityMetadata(group, version, r.Kind, r.Name, r.Namespaced ? EntityScope.Namespaced : EntityScope.Cluster),
                [.. r.Verbs ?? []],
                [.. r.ShortNames ?? []],
                [.. subresources[r.Name]])),
        ];
    }

    /// <summary>Versions of a group with the preferred one first.</summary>
    public static IEnumerable<string> Versions(ApiGroup group) => group.Versions
        .Select(v => v.GroupVersion)
        .OrderBy(v => string.Equals(v, group.PreferredVersion?.GroupVersion, StringComparison.Ordinal) ? 0 : 1);

    private static ServerGroupVersion Version(string group, DiscoveredVersion version) => new(
        group.Length == 0 ? version.Version : $"{group}/{version.Version}",
        [
            // Without a kind there are only subresources below that path.
            .. (version.Resources ?? []).Where(r => r.ResponseKind?.Kind is { Length: > 0 }).Select(r => new ServerResource(
                new EntityMetadata(
                    group, version.Version, r.ResponseKind!.Kind!, r.Resource, r.Scope is "Cluster" ? EntityScope.Cluster : EntityScope.Namespaced),
                [.. r.Verbs ?? []],
                [.. r.ShortNames ?? []],
                [.. (r.Subresources ?? []).Select(s => s.Subresource)])),
        ],
        IsStale: version.Freshness is "Stale");

    private static (string Group, string Version) Split(string apiVersion) =>
        apiVersion.IndexOf('/', StringComparison.Ordinal) is var slash and >= 0 ? (apiVersion[..slash], apiVersion[(slash + 1)..]) : (string.Empty, apiVersion);
}

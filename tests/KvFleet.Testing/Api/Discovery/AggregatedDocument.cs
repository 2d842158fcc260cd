using System.Text.Json.Nodes;

namespace KvFleet.Testing;

/// <summary>Groups, versions and resources in one document: <c>APIGroupDiscoveryList</c>.</summary>
internal static class AggregatedDocument
{
    public static JsonObject Of(IEnumerable<FakeResource> served, string version) => new()
    {
        ["kind"] = "APIGroupDiscoveryList",
        ["apiVersion"] = FakeMediaType.DiscoveryGroup + "/" + version,
        ["metadata"] = new JsonObject(),
        ["items"] = new JsonArray([.. served.GroupBy(r => r.Group).Select(Group)]),
    };

    private static JsonObject Group(IGrouping<string, FakeResource> group) => new()
    {
        ["metadata"] = new JsonObject { ["name"] = group.Key.Length == 0 ? null : group.Key, ["creationTimestamp"] = null },
        ["versions"] = new JsonArray([.. group.GroupBy(r => r.Version).Select(version => new JsonObject
        {
            ["version"] = version.Key,
            ["resources"] = new JsonArray([.. version.Select(Resource)]),
            ["freshness"] = "Current",
        })]),
    };

    private static JsonObject Resource(FakeResource resource)
    {
        var described = new JsonObject
        {
            ["resource"] = resource.Plural,
            ["responseKind"] = Kind(resource),
            ["scope"] = resource.Namespaced ? "Namespaced" : "Cluster",
            ["singularResource"] = resource.Kind.ToLowerInvariant(),
            ["verbs"] = Words(FakeResource.Verbs),
        };
        if (resource.ShortNames.Count > 0)
            described["shortNames"] = Words(resource.ShortNames);
        if (resource.HasStatus)
            described["subresources"] = new JsonArray(new JsonObject { ["subresource"] = "status", ["responseKind"] = Kind(resource), ["verbs"] = Words(FakeResource.StatusVerbs) });
        return described;
    }

    private static JsonObject Kind(FakeResource resource) =>
        new() { ["group"] = resource.Group, ["version"] = resource.Version, ["kind"] = resource.Kind };

    private static JsonArray Words(IEnumerable<string> words) => new([.. words.Select(w => JsonValue.Create(w))]);
}

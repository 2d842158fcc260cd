using System.Text.Json.Nodes;

namespace KvFleet.Testing;

/// <summary>What the server says of itself: its version, and its resources, as one document for each version of a group or, where it can, as one for all groups.</summary>
internal sealed class FakeDiscovery(FakeResources resources, FakeFeatures features, string gitVersion)
{
    public FakeResponse Answer(FakeRequest request) => request switch
    {
        { Path: "/healthz" or "/livez" or "/readyz" } => FakeResponse.Text("ok"),
        { Path: "/version" } => Version(),
        { Path: "/api" } => Root(request, resources.All.Where(r => r.Group.Length == 0), Versions),
        { Path: "/apis" } => Root(request, resources.All.Where(r => r.Group.Length > 0), Groups),
        _ => OneVersion(request),
    };

    private FakeResponse Version()
    {
        var parts = gitVersion.TrimStart('v').Split('.');
        return FakeResponse.Of(200, new JsonObject { ["major"] = parts[0], ["minor"] = parts[1] + "+", ["gitVersion"] = gitVersion });
    }

    private FakeResponse Root(FakeRequest request, IEnumerable<FakeResource> served, Func<IEnumerable<FakeResource>, JsonObject> old)
    {
        foreach (var wanted in FakeMediaType.Parse(request.Headers.GetValueOrDefault("accept", "*/*")))
        {
            if (wanted.IsPlain)
                return FakeResponse.Of(200, old(served));
            if (features.AggregatedDiscovery.FirstOrDefault(wanted.IsAggregatedDiscovery) is { } version)
                return FakeResponse.Of(200, AggregatedDocument.Of(served, version)) with { ContentType = FakeMediaType.AggregatedDiscovery(version) };
        }

        throw new FakeStatusException(406, "NotAcceptable", "only the following media types are accepted: application/json");
    }

    private FakeResponse OneVersion(FakeRequest request)
    {
        var known = request.Version.Length > 0 ? resources.Of(request.Group, request.Version) : [];
        if (known.Count == 0)
            throw new FakeStatusException(404, "NotFound", "the server could not find the requested resource");
        var list = new JsonArray();
        foreach (var resource in known)
        {
            list.Add(Described(resource, resource.Plural, FakeResource.Verbs));
            if (resource.HasStatus)
                list.Add(Described(resource, resource.Plural + "/status", FakeResource.StatusVerbs));
        }

        return FakeResponse.Of(200, new JsonObject { ["kind"] = "APIResourceList", ["groupVersion"] = known[0].ApiVersion, ["resources"] = list });
    }

    private static JsonObject Versions(IEnumerable<FakeResource> core) => new()
    {
        ["kind"] = "APIVersions",
        ["versions"] = new JsonArray([.. core.Select(r => r.Version).Distinct().Select(v => JsonValue.Create(v))]),
    };

    private static JsonObject Groups(IEnumerable<FakeResource> others)
    {
        var groups = new JsonArray();
        foreach (var group in others.GroupBy(r => r.Group))
        {
            JsonObject[] versions = [.. group.Select(r => r.Version).Distinct().Select(v => new JsonObject { ["groupVersion"] = $"{group.Key}/{v}", ["version"] = v })];
            groups.Add(new JsonObject { ["name"] = group.Key, ["versions"] = new JsonArray([.. versions]), ["preferredVersion"] = versions[0].DeepClone() });
        }

        return new JsonObject { ["kind"] = "APIGroupList", ["apiVersion"] = "v1", ["groups"] = groups };
    }

    private static JsonObject Described(FakeResource resource, string name, IEnumerable<string> verbs)
    {
        var described = new JsonObject
        {
            ["name"] = name,
            ["namespaced"] = resource.Namespaced,
            ["kind"] = resource.Kind,
            ["verbs"] = new JsonArray([.. verbs.Select(v => JsonValue.Create(v))]),
        };
        if (name == resource.Plural && resource.ShortNames.Count > 0)
            described["shortNames"] = new JsonArray([.. resource.ShortNames.Select(n => JsonValue.Create(n))]);
        return described;
    }
}

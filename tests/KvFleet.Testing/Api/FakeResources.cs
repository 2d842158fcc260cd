using System.Text.Json.Nodes;

namespace KvFleet.Testing;

/// <summary>The resources that are served: the usual built-in ones, what a test registers, and what CRDs define.</summary>
internal sealed class FakeResources
{
    private readonly List<FakeResource> _all =
    [
        new("", "v1", "Node", "nodes", Namespaced: false, HasStatus: true),
        new("", "v1", "Namespace", "namespaces", Namespaced: false, HasStatus: true),
        new("", "v1", "Pod", "pods", HasStatus: true),
        new("", "v1", "Secret", "secrets"),
        new("", "v1", "ConfigMap", "configmaps"),
        new("", "v1", "Service", "services", HasStatus: true),
        new("", "v1", "Endpoints", "endpoints"),
        new("", "v1", "ServiceAccount", "serviceaccounts"),
        new("", "v1", "ResourceQuota", "resourcequotas", HasStatus: true),
        new("", "v1", "Event", "events"),
        new("apps", "v1", "DaemonSet", "daemonsets", HasStatus: true),
        new("apps", "v1", "Deployment", "deployments", HasStatus: true),
        new("storage.k8s.io", "v1", "CSIDriver", "csidrivers", Namespaced: false),
        new("coordination.k8s.io", "v1", "Lease", "leases"),
        new("scheduling.k8s.io", "v1", "PriorityClass", "priorityclasses", Namespaced: false),
        new("events.k8s.io", "v1", "Event", "events"),
        new("apiextensions.k8s.io", "v1", "CustomResourceDefinition", "customresourcedefinitions", Namespaced: false, HasStatus: true),
        new("admissionregistration.k8s.io", "v1", "MutatingWebhookConfiguration", "mutatingwebhookconfigurations", Namespaced: false),
        new("admissionregistration.k8s.io", "v1", "ValidatingWebhookConfiguration", "validatingwebhookconfigurations", Namespaced: false),
        new("authentication.k8s.io", "v1", "TokenReview", "tokenreviews", Namespaced: false),
        new("authorization.k8s.io", "v1", "SubjectAccessReview", "subjectaccessreviews", Namespaced: false),
    ];

    public IReadOnlyList<FakeResource> All => _all;

    public void Add(FakeResource resource)
    {
        Remove(resource.Group, resource.Plural);
        _all.Add(resource);
    }

    public void Remove(string group, string plural) => _all.RemoveAll(r => r.Group == group && r.Plural == plural);

    public FakeResource? Find(string group, string version, string plural) =>
        _all.Find(r => r.Group == group && r.Version == version && r.Plural == plural);

    public FakeResource? Find(string group, string plural) => _all.Find(r => r.Group == group && r.Plural == plural);

    public FakeResource? FindKind(string apiVersion, string kind) => _all.Find(r => r.ApiVersion == apiVersion && r.Kind == kind);

    public IReadOnlyList<FakeResource> Of(string group, string version) => _all.FindAll(r => r.Group == group && r.Version == version);

    /// <summary>Serves what a definition defines.</summary>
    /// <returns>The schemas of its versions.</returns>
    public IReadOnlyList<JsonObject> AddDefinition(JsonObject definition)
    {
        List<JsonObject> schemas = [];
        var spec = definition["spec"]!;
        foreach (var version in spec["versions"]?.AsArray() ?? [])
        {
            if (version?["served"]?.GetValue<bool>() != true)
                continue;
            var schema = version["schema"]?["openAPIV3Schema"] as JsonObject;
            if (schema is not null)
                schemas.Add(schema);
            Add(new FakeResource(
                spec["group"]!.GetValue<string>(),
                version["name"]!.GetValue<string>(),
                spec["names"]!["kind"]!.GetValue<string>(),
                spec["names"]!["plural"]!.GetValue<string>(),
                spec["scope"]?.GetValue<string>() != "Cluster",
                version["subresources"]?["status"] is not null,
                IsCustom: true)
            {
                Schema = schema,
                ShortNames = [.. (spec["names"]!["shortNames"]?.AsArray() ?? []).Select(n => n!.GetValue<string>())],
            });
        }

        return schemas;
    }
}

using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace KvFleet.Testing;

/// <summary>What the server does with writes: versions, generation, status, finalizers, preconditions, ownership of fields.</summary>
internal sealed class FakeWriter(ObjectStore store, FakeResources resources, FakeApiServerOptions options, FieldOwners owners, ListKeys listKeys)
{
    /// <summary>Hooks that may change what is written or throw <see cref="FakeStatusException"/>.</summary>
    public List<Action<FakeRequest, JsonObject>> Admission { get; } = [];

    public StoredObject Create(FakeRequest request, FakeResource resource, JsonObject node)
    {
        var metadata = Metadata(node);
        if (request.Namespace is not null)
        {
            if (metadata["namespace"] is { } named && named.GetValue<string>() != request.Namespace)
                throw FakeStatusException.BadRequest("the namespace of the provided object does not match the namespace sent on the request");
            metadata["namespace"] = request.Namespace;
        }

        if (metadata["name"] is null && metadata["generateName"] is { } prefix)
            metadata["name"] = prefix.GetValue<string>() + Guid.NewGuid().ToString("N")[..5];
        if (metadata["name"]?.GetValue<string>() is not { Length: > 0 } name)
            throw FakeStatusException.Invalid($"{resource.Kind} is invalid: metadata.name: Required value: name or generateName is required");
        if (metadata["resourceVersion"] is not null)
            throw FakeStatusException.BadRequest("resourceVersion should not be set on objects to be created");
        if (store.Find(resource, request.Namespace, name) is not null)
            throw new FakeStatusException(409, "AlreadyExists", $"{resource.QualifiedName} \"{name}\" already exists");
        if (resource.HasStatus)
            node.Remove("status");
        Admit(request, node);
        CheckSchema(resource, node);
        Stamp(resource, metadata);
        if (resource is { Group: "", Plural: "pods" })
            node["status"] = new JsonObject { ["phase"] = "Pending" };
        owners.Wrote(Skeleton(node), node, FieldOwners.Key(request, null));
        return Defined(resource, store.Put(resource, node));
    }

    public StoredObject Update(FakeRequest request, FakeResource resource, StoredObject before, JsonObject node)
    {
        var metadata = Metadata(node);
        if (metadata["name"]?.GetValue<string>() != before.Name)
            throw FakeStatusException.BadRequest("the name of the object does not match the name on the URL");
        var version = metadata["resourceVersion"]?.GetValue<string>();
        if (version is null && resource.IsCustom)
            throw FakeStatusException.Invalid($"{resource.Kind} \"{before.Name}\" is invalid: metadata.resourceVersion: must be specified for an update");
        CheckVersion(resource, before, version, metadata["uid"]?.GetValue<string>());
        return Change(request, resource, before, node, request.Subresource);
    }

    public StoredObject Patch(FakeRequest request, FakeResource resource, StoredObject before)
    {
        var body = request.Body ?? throw FakeStatusException.BadRequest("a patch needs a body");
        var type = request.Headers.GetValueOrDefault("content-type", string.Empty).Split(';')[0];
        var result = type switch
        {
            "application/json-patch+json" => JsonPatch.Apply(before.Node, body.AsArray()),
            "application/merge-patch+json" => MergePatch.Apply(before.Node, body),
            "application/strategic-merge-patch+json" when !resource.IsCustom => MergePatch.Apply(before.Node, body, listKeys.Of),
            _ => throw new FakeStatusException(415, "UnsupportedMediaType", $"the body of the request was in an unknown format: {type}"),
        };
        var node = result!.AsObject();
        CheckVersion(resource, before, body is JsonObject ? body["metadata"]?["resourceVersion"]?.GetValue<string>() : null, null);
        return Change(request, resource, before, node, request.Subresource);
    }

    public (StoredObject Object, bool Created) Apply(FakeRequest request, FakeResource resource, StoredObject? before)
    {
        var intent = request.Body!.DeepClone().AsObject();
        if (!request.Query.ContainsKey("fieldManager"))
            throw FakeStatusException.BadRequest("PatchOptions is invalid: fieldManager: Required value: is required for apply patch");
        var metadata = Metadata(intent);
        if (metadata["managedFields"] is not null)
            throw FakeStatusException.BadRequest("metadata.managedFields must be nil");
        if (request.Subresource is null)
            intent.Remove("status");
        if (before is null)
        {
            if (request.Subresource is not null)
                throw FakeStatusException.NotFound(resource, request.Name!);
            metadata["name"] ??= request.Name;
            var start = new JsonObject { ["apiVersion"] = resource.ApiVersion, ["kind"] = resource.Kind, ["metadata"] = metadata.DeepClone() };
            var seed = start["metadata"]!.AsObject();
            seed["uid"] = Guid.NewGuid().ToString();
            var made = owners.Apply(start, intent, FieldOwners.Key(request, null), force: true, resource);
            return (Create(request with { Query = new Dictionary<string, string>(request.Query) { ["fieldManager"] = request.Manager } }, resource, made), true);
        }

        CheckVersion(resource, before, metadata["resourceVersion"]?.GetValue<string>(), metadata["uid"]?.GetValue<string>());
        var force = request.Query.GetValueOrDefault("force") == "true";
        var result = owners.Apply(before.Node, intent, FieldOwners.Key(request, request.Subresource), force, resource);
        return (Change(request, resource, before, result, request.Subresource, noteOwners: false), false);
    }

    /// <summary>Takes over a changed object: the one way by which anything that exists changes.</summary>
    public StoredObject Change(
        FakeRequest request, FakeResource resource, StoredObject before, JsonObject node, string? subresource, bool noteOwners = true)
    {
        var after = Combine(resource, before, node, subresource);
        Admit(request, after);
        CheckSchema(resource, after);
        if (before.IsDeleting && Finalizers(after).Except(Finalizers(before.Node)).Any())
            throw FakeStatusException.Invalid($"{resource.Kind} \"{before.Name}\" is invalid: metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted");
        if (JsonNode.DeepEquals(Comparable(before.Node), Comparable(after)))
            return before;
        if (!JsonNode.DeepEquals(Content(before.Node, resource), Content(after, resource)))
            after["metadata"]!["generation"] = (before.Node["metadata"]!["generation"]?.GetValue<long>() ?? 0) + 1;
        if (noteOwners)
            owners.Wrote(before.Node, after, FieldOwners.Key(request, subresource));
        // The write that takes the last finalizer away is the deletion: watches hear of one change, not of two.
        if (before is { IsDeleting: true, HasFinalizers: true } && !Finalizers(after).Any())
            return Answer(after, store.Remove(resource, before).Version);
        return Defined(resource, store.Put(resource, after));
    }

    public void CheckVersion(FakeResource resource, StoredObject before, string? version, string? uid)
    {
        if (uid is not null && uid != before.Uid)
            throw FakeStatusException.Conflict(resource, before.Name, $"Precondition failed: UID in precondition: {uid}, UID in object meta: {before.Uid}");
        if (version is not null && version != before.Version.ToString(CultureInfo.InvariantCulture))
        {
            throw FakeStatusException.Conflict(
                resource, before.Name, "the object has been modified; please apply your changes to the latest version and try again");
        }
    }

    private static JsonObject Combine(FakeResource resource, StoredObject before, JsonObject node, string? subresource)
    {
        JsonObject after;
        if (subresource == "status")
        {
            after = before.Copy();
            after["status"] = node["status"]?.DeepClone();
            return after;
        }

        after = node.DeepClone().AsObject();
        if (resource.HasStatus)
        {
            after.Remove("status");
            if (before.Node["status"] is { } status)
                after["status"] = status.DeepClone();
        }

        // What only the server may say stays as it was.
        var metadata = after["metadata"]!.AsObject();
        foreach (var field in (string[])["uid", "creationTimestamp", "generation", "deletionTimestamp", "deletionGracePeriodSeconds", "namespace", "resourceVersion"])
        {
            metadata.Remove(field);
            if (before.Node["metadata"]![field] is { } kept)
                metadata[field] = kept.DeepClone();
        }

        return after;
    }

    // Who wrote is shown what was written, watches what was stored last.
    private static StoredObject Answer(JsonObject written, long version)
    {
        written["metadata"]!["resourceVersion"] = version.ToString(CultureInfo.InvariantCulture);
        return new StoredObject(written, Encoding.UTF8.GetBytes(written.ToJsonString()), version);
    }

    private static IEnumerable<string> Finalizers(JsonObject node) =>
        (node["metadata"]!["finalizers"] as JsonArray)?.Select(f => f!.GetValue<string>()) ?? [];

    private void Admit(FakeRequest request, JsonObject node)
    {
        foreach (var hook in Admission)
            hook(request, node);
    }

    private static void CheckSchema(FakeResource resource, JsonObject node)
    {
        if (resource.Schema is not { } schema)
            return;
        FakeSchema.Complete(node, schema);
        // Parsed again, so that numbers are plain JSON numbers whatever type made them.
        var problems = FakeSchema.Check(JsonNode.Parse(node.ToJsonString()), schema).ToList();
        if (problems.Count > 0)
            throw FakeStatusException.Invalid($"{resource.Kind} \"{node["metadata"]!["name"]}\" is invalid", problems);
    }

    private void Stamp(FakeResource resource, JsonObject metadata)
    {
        metadata["uid"] ??= Guid.NewGuid().ToString();
        metadata["creationTimestamp"] = Now();
        if (resource.HasStatus || resource.IsCustom)
            metadata["generation"] = 1;
        foreach (var field in (string[])["deletionTimestamp", "deletionGracePeriodSeconds", "managedFields", "selfLink"])
            metadata.Remove(field);
    }

    private StoredObject Defined(FakeResource resource, StoredObject stored)
    {
        if (resource.Plural == "customresourcedefinitions" && !store.IsTrial)
        {
            foreach (var list in resources.AddDefinition(stored.Node).SelectMany(FakeSchema.Lists))
                listKeys.Learn(list.Field, list.Keys);
        }

        return stored;
    }

    public string Now() => options.TimeProvider.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static JsonObject Metadata(JsonObject node)
    {
        if (node["metadata"] is not JsonObject metadata)
            node["metadata"] = metadata = [];
        return metadata;
    }

    private static JsonObject Skeleton(JsonObject node) => new() { ["metadata"] = new JsonObject { ["uid"] = node["metadata"]!["uid"]!.DeepClone() } };

    private static JsonObject Comparable(JsonObject node)
    {
        var copy = node.DeepClone().AsObject();
        copy["metadata"]!.AsObject().Remove("resourceVersion");
        return copy;
    }

    private static JsonObject Content(JsonObject node, FakeResource resource)
    {
        var copy = node.DeepClone().AsObject();
        copy.Remove("metadata");
        if (resource.HasStatus)
            copy.Remove("status");
        return copy;
    }
}

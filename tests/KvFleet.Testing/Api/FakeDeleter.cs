using System.Text.Json.Nodes;

namespace KvFleet.Testing;

/// <summary>What the server does with deletions: preconditions, finalizers, grace, and collecting what belonged to the deleted.</summary>
internal sealed class FakeDeleter(ObjectStore store, FakeResources resources, FakeWriter writer, FakeApiServerOptions options)
{
    public StoredObject Delete(FakeResource resource, StoredObject before, JsonObject? deleteOptions)
    {
        var preconditions = deleteOptions?["preconditions"];
        writer.CheckVersion(
            resource, before, preconditions?["resourceVersion"]?.GetValue<string>(), preconditions?["uid"]?.GetValue<string>());
        var grace = deleteOptions?["gracePeriodSeconds"]?.GetValue<long>() ?? before.Node["spec"]?["terminationGracePeriodSeconds"]?.GetValue<long>() ?? 30;
        var graceful = options.GracefulPods && resource is { Group: "", Plural: "pods" } && grace > 0 && before.Node["spec"]?["nodeName"] is not null;
        if (before.HasFinalizers || graceful)
            return before.IsDeleting ? before : Mark(resource, before, graceful ? grace : 0);

        var gone = store.Remove(resource, before);
        if (store.IsTrial)
            return gone;
        if (resource.Plural == "customresourcedefinitions")
            Undefine(before.Node);
        if (options.GarbageCollection)
            Collect(before.Uid, deleteOptions?["propagationPolicy"]?.GetValue<string>() == "Orphan");
        return gone;
    }

    private StoredObject Mark(FakeResource resource, StoredObject before, long grace)
    {
        var node = before.Copy();
        var metadata = node["metadata"]!.AsObject();
        metadata["deletionTimestamp"] = writer.Now();
        metadata["deletionGracePeriodSeconds"] = grace;
        if (metadata["generation"] is { } generation)
            metadata["generation"] = generation.GetValue<long>() + 1;
        return store.Put(resource, node);
    }

    /// <summary>Removes dependents whose owners are all gone. Called for finalized objects, too.</summary>
    public void Collect(string uid, bool orphan)
    {
        foreach (var (resource, dependent) in store.All(resources.Find))
        {
            if (dependent.Node["metadata"]!["ownerReferences"] is not JsonArray references
                || !references.Any(r => r!["uid"]!.GetValue<string>() == uid)
                || store.Find(resource, dependent.Namespace, dependent.Name)?.Uid != dependent.Uid)
            {
                continue;
            }

            if (references.Count == 1 && !orphan)
            {
                Delete(resource, dependent, null);
                continue;
            }

            var node = dependent.Copy();
            var left = node["metadata"]!["ownerReferences"]!.AsArray();
            left.Remove(left.First(r => r!["uid"]!.GetValue<string>() == uid));
            store.Put(resource, node);
        }
    }

    /// <summary>Removes an object that names owners of which none exists.</summary>
    public void CollectOrphan(FakeResource resource, StoredObject made)
    {
        if (made.Node["metadata"]!["ownerReferences"] is not JsonArray { Count: > 0 } references)
            return;
        var uids = references.Select(r => r!["uid"]!.GetValue<string>()).ToHashSet(StringComparer.Ordinal);
        if (!store.All(resources.Find).Any(o => uids.Contains(o.Object.Uid)))
            Delete(resource, made, null);
    }

    private void Undefine(JsonObject definition)
    {
        var group = definition["spec"]!["group"]!.GetValue<string>();
        var plural = definition["spec"]!["names"]!["plural"]!.GetValue<string>();
        if (resources.Find(group, plural) is not { } resource)
            return;
        foreach (var left in store.List(resource, null))
            store.Remove(resource, left);
        resources.Remove(group, plural);
    }
}

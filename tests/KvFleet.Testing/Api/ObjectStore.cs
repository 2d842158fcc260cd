using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace KvFleet.Testing;

/// <summary>All objects, their versions, what happened to them and who watches. Everything happens under <see cref="Gate"/>, which is re-entrant.</summary>
internal sealed class ObjectStore
{
    // What was before has never been known here, as by a server that has just started.
    private const long FirstVersion = 1000;

    private readonly Dictionary<(string Group, string Plural), SortedDictionary<string, StoredObject>> _objects = [];
    private readonly List<StoredEvent> _events = [];
    private readonly List<FakeWatch> _watches = [];
    private long _compacted = FirstVersion;

    public Lock Gate { get; } = new();

    public long Version { get; private set; } = FirstVersion;

    /// <summary>While true nothing is kept and nobody is told.</summary>
    public bool IsTrial { get; set; }

    public StoredObject? Find(FakeResource resource, string? @namespace, string name) =>
        Of(resource).GetValueOrDefault(Key(@namespace, name));

    public IReadOnlyList<StoredObject> List(FakeResource resource, string? @namespace) =>
        [.. Of(resource).Values.Where(o => @namespace is null || o.Namespace == @namespace)];

    public IReadOnlyList<(FakeResource Resource, StoredObject Object)> All(Func<string, string, FakeResource?> find) =>
        [.. _objects.SelectMany(p => p.Value.Values.Select(o => (find(p.Key.Group, p.Key.Plural)!, o))).Where(o => o.Item1 is not null)];

    /// <summary>Stores a new or changed object under the next version.</summary>
    public StoredObject Put(FakeResource resource, JsonObject node)
    {
        var metadata = node["metadata"]!.AsObject();
        var key = Key(metadata["namespace"]?.GetValue<string>(), metadata["name"]!.GetValue<string>());
        var before = Of(resource).GetValueOrDefault(key);
        var after = Stamp(node);
        if (IsTrial)
            return after;
        Of(resource)[key] = after;
        Publish(new StoredEvent(resource, before, after, after));
        return after;
    }

    public StoredObject Remove(FakeResource resource, StoredObject before)
    {
        if (IsTrial)
            return before;
        Of(resource).Remove(Key(before.Namespace, before.Name));
        // A deletion has a version of its own, which its event carries.
        var last = Stamp(before.Copy());
        Publish(new StoredEvent(resource, before, null, last));
        return last;
    }

    /// <summary>Forgets what happened until now: watches and pages from earlier answer 410.</summary>
    public void Compact()
    {
        _compacted = Version;
        _events.Clear();
    }

    public bool IsCompacted(long version) => version < _compacted;

    /// <summary>Tells of all that exists.</summary>
    public void TellAll(FakeWatch watch)
    {
        foreach (var existing in List(watch.Resource, watch.Namespace))
            watch.Offer(new StoredEvent(watch.Resource, null, existing, existing));
    }

    /// <summary>Tells of all that happened after a version.</summary>
    public void TellSince(FakeWatch watch, long version)
    {
        foreach (var e in _events.Where(e => e.Version > version))
            watch.Offer(e);
    }

    /// <summary>From now on the watch hears of everything.</summary>
    public void Attach(FakeWatch watch) => _watches.Add(watch);

    public void Detach(FakeWatch watch)
    {
        lock (Gate)
            _watches.Remove(watch);
    }

    public IReadOnlyList<FakeWatch> Watches()
    {
        lock (Gate)
            return [.. _watches];
    }

    private static string Key(string? @namespace, string name) => $"{@namespace}/{name}";

    private SortedDictionary<string, StoredObject> Of(FakeResource resource)
    {
        if (!_objects.TryGetValue((resource.Group, resource.Plural), out var found))
            _objects[(resource.Group, resource.Plural)] = found = new SortedDictionary<string, StoredObject>(StringComparer.Ordinal);
        return found;
    }

    private StoredObject Stamp(JsonObject node)
    {
        if (!IsTrial)
            Version++;
        node["metadata"]!["resourceVersion"] = Version.ToString(CultureInfo.InvariantCulture);
        // Parsed again, so that numbers are plain JSON numbers whatever type made them.
        var bytes = Encoding.UTF8.GetBytes(node.ToJsonString());
        return new StoredObject(JsonNode.Parse(bytes)!.AsObject(), bytes, Version);
    }

    private void Publish(StoredEvent change)
    {
        _events.Add(change);
        foreach (var watch in _watches)
            watch.Offer(change);
    }
}

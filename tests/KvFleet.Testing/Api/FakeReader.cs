using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace KvFleet.Testing;

/// <summary>What the server does with reads: lists in pages.</summary>
internal sealed class FakeReader(ObjectStore store)
{
    private readonly Dictionary<string, (long Version, StoredObject[] Items)> _pages = new(StringComparer.Ordinal);

    public FakeResponse List(FakeRequest request, FakeResource resource)
    {
        var limit = int.TryParse(request.Query.GetValueOrDefault("limit"), CultureInfo.InvariantCulture, out var l) && l > 0 ? l : int.MaxValue;
        var (version, items) = request.Query.GetValueOrDefault("continue") is { Length: > 0 } token
            ? Continue(token)
            : (store.Version, First(request, resource, limit));
        var page = items.Take(limit).ToArray();
        var rest = items[page.Length..];
        var next = rest.Length > 0 ? Guid.NewGuid().ToString("N") : string.Empty;
        if (rest.Length > 0)
            _pages[next] = (version, rest);

        using var body = new MemoryStream();
        var metadata = new JsonObject { ["resourceVersion"] = version.ToString(CultureInfo.InvariantCulture) };
        if (rest.Length > 0)
        {
            metadata["continue"] = next;
            metadata["remainingItemCount"] = rest.Length;
        }

        body.Write(Encoding.UTF8.GetBytes($"{{\"kind\":\"{resource.Kind}List\",\"apiVersion\":\"{resource.ApiVersion}\",\"metadata\":{metadata.ToJsonString()},\"items\":["));
        for (var i = 0; i < page.Length; i++)
        {
            if (i > 0)
                body.WriteByte((byte)',');
            body.Write(Item(page[i], resource));
        }

        body.Write("]}"u8);
        return new FakeResponse(200, body.ToArray());
    }

    /// <summary>Forgets pages that were begun.</summary>
    public void Compact() => _pages.Clear();

    private StoredObject[] First(FakeRequest request, FakeResource resource, int limit)
    {
        if (long.TryParse(request.Query.GetValueOrDefault("resourceVersion"), CultureInfo.InvariantCulture, out var version) && version > 0)
        {
            if (version > store.Version)
                throw FakeStatusException.TooLarge();
            // With a limit the version is exact, and so may be gone; without one it is a lower bound.
            if (limit != int.MaxValue && store.IsCompacted(version))
                throw FakeStatusException.Expired();
        }

        var selector = new FakeSelector(request, resource);
        return [.. store.List(resource, request.Namespace).Where(o => selector.Matches(o.Node))];
    }

    private (long Version, StoredObject[] Items) Continue(string token) =>
        _pages.Remove(token, out var page) ? page : throw FakeStatusException.Expired();

    // Real servers leave type and version out of the items of built-in lists.
    private static byte[] Item(StoredObject stored, FakeResource resource)
    {
        if (resource.IsCustom)
            return stored.Bytes;
        var node = stored.Copy();
        node.Remove("kind");
        node.Remove("apiVersion");
        return Encoding.UTF8.GetBytes(node.ToJsonString());
    }
}

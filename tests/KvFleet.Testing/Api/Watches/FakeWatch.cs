using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace KvFleet.Testing;

/// <summary>One open watch: turns changes into lines as its selectors see them.</summary>
internal sealed class FakeWatch(FakeResource resource, string? @namespace, FakeSelector selector, bool bookmarks)
{
    private readonly Channel<byte[]> _lines = Channel.CreateUnbounded<byte[]>();
    private volatile bool _muted;
    private bool _swaps;
    private byte[]? _held;

    public FakeResource Resource => resource;

    public string? Namespace => @namespace;

    public ChannelReader<byte[]> Lines => _lines.Reader;

    public void Offer(StoredEvent change)
    {
        if (change.Resource.Group != resource.Group || change.Resource.Plural != resource.Plural)
            return;
        if (@namespace is not null && change.Last.Namespace != @namespace)
            return;
        var before = change.Before is not null && selector.Matches(change.Before.Node);
        var after = change.After is not null && selector.Matches(change.After.Node);
        var type = (before, after) switch
        {
            (false, true) => "ADDED",
            (true, true) => "MODIFIED",
            // Out of the selector is gone, as far as this watch is concerned.
            (true, false) => "DELETED",
            _ => null,
        };
        if (type is not null)
            Write(type, before && !after ? AsLastMatched(change) : change.Last.Bytes);
    }

    // What has left the selector is shown as it last matched, under the version of the change that took it out.
    private static byte[] AsLastMatched(StoredEvent change)
    {
        var node = change.Before!.Copy();
        node["metadata"]!["resourceVersion"] = change.Version.ToString(CultureInfo.InvariantCulture);
        return Encoding.UTF8.GetBytes(node.ToJsonString());
    }

    public void Bookmark(long version, bool endsInitialEvents = false)
    {
        if (!bookmarks)
            return;
        var metadata = new JsonObject { ["resourceVersion"] = version.ToString(CultureInfo.InvariantCulture), ["creationTimestamp"] = null };
        if (endsInitialEvents)
            metadata["annotations"] = new JsonObject { ["k8s.io/initial-events-end"] = "true" };
        var node = new JsonObject { ["kind"] = resource.Kind, ["apiVersion"] = resource.ApiVersion, ["metadata"] = metadata };
        Write("BOOKMARK", Encoding.UTF8.GetBytes(node.ToJsonString()));
    }

    /// <summary>Tells of the next two changes in the wrong order.</summary>
    public void Swap() => _swaps = true;

    public void Error(FakeStatusException error)
    {
        Write("ERROR", Encoding.UTF8.GetBytes(error.ToStatus().ToJsonString()));
        Close();
    }

    /// <summary>Writes any bytes, for example half a line.</summary>
    public void Raw(string text)
    {
        if (!_muted)
            _lines.Writer.TryWrite(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>Tells nothing from now on, not even its end.</summary>
    public void Mute()
    {
        _muted = true;
        while (_lines.Reader.TryRead(out _))
        {
            // What was to be told first is never told, either.
        }
    }

    public void Close()
    {
        if (_muted)
            return;
        Release();
        _lines.Writer.TryComplete();
    }

    private void Write(string type, byte[] body)
    {
        if (_muted)
            return;
        byte[] line = [.. "{\"type\":\""u8, .. Encoding.UTF8.GetBytes(type), .. "\",\"object\":"u8, .. body, .. "}\n"u8];
        if (type is "BOOKMARK" or "ERROR")
        {
            Release();
            _lines.Writer.TryWrite(line);
        }
        else if (_swaps)
        {
            (_swaps, _held) = (false, line);
        }
        else
        {
            // At once: a connection that broke between the two would lose the older one, and that is another fault.
            _lines.Writer.TryWrite([.. line, .. _held ?? []]);
            _held = null;
        }
    }

    // In its right order after all.
    private void Release()
    {
        if (_held is { } held)
            _lines.Writer.TryWrite(held);
        _held = null;
    }
}

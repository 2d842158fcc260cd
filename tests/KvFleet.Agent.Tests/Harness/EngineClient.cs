using KvFleet.Native;
using KvFleet.Protocol;
using KvFleet.Protocol.Volume;

namespace KvFleet.Agent.Tests.Harness;

/// <summary>
/// The engine's side of a volume, as a reference: introduces itself, asks for the map, maps what comes, lets go of what is revoked. What a test wants it to do
/// wrong is a switch.
/// </summary>
internal sealed class EngineClient : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (MappableExtent Extent, SharedMapping Mapping, MemoryFile File)> _mapped = new(StringComparer.Ordinal);
    private Task _reading = Task.CompletedTask;

    private EngineClient(MessageSocket<VolumeMessage> socket) => Socket = socket;

    public MessageSocket<VolumeMessage> Socket { get; }

    public Welcome? Welcomed { get; private set; }

    public Refused? Refusal { get; private set; }

    public bool IsClosed { get; private set; }

    /// <summary>Keeps revoked extents and says nothing.</summary>
    public bool NeverLetsGo { get; set; }

    /// <summary>Says that it let go, and keeps them.</summary>
    public bool Lies { get; set; }

    /// <summary>Answers to "map" so far, empty ones included.</summary>
    public int Answers { get; private set; }

    public IReadOnlyList<string> Ids
    {
        get
        {
            lock (_gate)
                return [.. _mapped.Keys.Order(StringComparer.Ordinal)];
        }
    }

    public IReadOnlyDictionary<string, MappableExtent> Layout
    {
        get
        {
            lock (_gate)
                return _mapped.ToDictionary(entry => entry.Key, entry => entry.Value.Extent, StringComparer.Ordinal);
        }
    }

    /// <summary>Inodes of what it has mapped or open: what the kernel would show.</summary>
    public bool Has(ulong inode)
    {
        lock (_gate)
            return _mapped.Values.Any(entry => entry.File.GetFacts().Inode == inode);
    }

    public static async Task<EngineClient> ConnectAsync(string path, bool map = true, Action<EngineClient>? configure = null)
    {
        var engine = new EngineClient(MessageSocket.Connect(path, VolumeJson.Default.VolumeMessage));
        configure?.Invoke(engine);
        await engine.Socket.SendAsync(new Hello(ProtocolLimits.Version, "test engine"));
        if (map)
            await engine.Socket.SendAsync(new Map());
        engine._reading = engine.ReadAsync();
        return engine;
    }

    /// <summary>The memory file behind an extent.</summary>
    public MemoryFile File(string id)
    {
        lock (_gate)
            return _mapped[id].File;
    }

    public void Write(string id, long offset, ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
            bytes.CopyTo(_mapped[id].Mapping.GetSpan(offset, bytes.Length));
    }

    public byte[] Read(string id, long offset, int length)
    {
        lock (_gate)
            return _mapped[id].Mapping.GetSpan(offset, length).ToArray();
    }

    public async ValueTask DisposeAsync()
    {
        Socket.Dispose();
        await _reading;
        lock (_gate)
        {
            foreach (var id in _mapped.Keys.ToList())
                Unmap(id);
        }
    }

    private async Task ReadAsync()
    {
        try
        {
            while (await Socket.ReceiveAsync() is { } received)
            {
                using (received)
                    await HandleAsync(received);
            }
        }
        catch (Exception e) when (e is ObjectDisposedException or IOException)
        {
            // Closed by one side or the other.
        }

        IsClosed = true;
    }

    private async Task HandleAsync(ReceivedMessage<VolumeMessage> received)
    {
        switch (received.Message)
        {
            case Welcome welcome:
                Welcomed = welcome;
                break;
            case Refused refused:
                Refusal = refused;
                break;
            case MappableExtents extents:
                lock (_gate)
                {
                    for (var i = 0; i < extents.Extents.Count; i++)
                        MapOne(extents.Extents[i], MemoryFile.Adopt(received.Take(i)));
                    Answers++;
                }

                break;
            case Revoke revoke when !NeverLetsGo:
                lock (_gate)
                {
                    if (!Lies)
                        revoke.Ids.ToList().ForEach(Unmap);
                }

                await Socket.SendAsync(new Unmapped(revoke.Ids));
                break;
        }
    }

    private void MapOne(MappableExtent extent, MemoryFile file)
    {
        Unmap(extent.Id);
        _mapped[extent.Id] = (extent, SharedMapping.Map(file, 0, extent.Bytes), file);
    }

    private void Unmap(string id)
    {
        if (!_mapped.Remove(id, out var entry))
            return;
        entry.Mapping.Dispose();
        entry.File.Dispose();
    }
}

using System.Runtime.InteropServices;
using KvFleet.Store.Indexing;

namespace KvFleet.Store.Disk.Catalog;

/// <summary>Keys that are kept until a time. Under the tier's lock.</summary>
internal sealed class PinTable
{
    private readonly Dictionary<byte[], Pin> _pins = new(KeyComparer.Instance);

    /// <summary>Bytes that pins keep.</summary>
    public long Bytes { get; private set; }

    /// <summary>Keeps a key until a time; one that is kept longer already stays so.</summary>
    /// <returns>False when more bytes would be kept than may be.</returns>
    public bool TryPin(byte[] key, int bytes, long until, long most)
    {
        if (_pins.TryGetValue(key, out var pin))
        {
            _pins[key] = pin with { Until = Math.Max(pin.Until, until) };
            return true;
        }

        if (Bytes + bytes > most)
            return false;
        _pins.Add(key, new Pin(bytes, until));
        Bytes += bytes;
        return true;
    }

    /// <summary>Whether a key is kept.</summary>
    public bool IsPinned(ReadOnlySpan<byte> key, long now) =>
        _pins.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(key, out var pin) && pin.Until > now;

    /// <summary>Lets go of a key.</summary>
    public void Remove(ReadOnlySpan<byte> key)
    {
        if (_pins.GetAlternateLookup<ReadOnlySpan<byte>>().Remove(key, out _, out var pin))
            Bytes -= pin.Bytes;
    }

    /// <summary>Lets go of keys whose time is over.</summary>
    public void Expire(long now)
    {
        foreach (var (key, _) in _pins.Where(pin => pin.Value.Until <= now).ToList())
            Remove(key);
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Pin(int Bytes, long Until);
}

using System.Runtime.CompilerServices;

namespace KvFleet.Protocol.Store;

/// <summary>Finds keys in a key table that somebody else writes. Takes no lock and makes no call.</summary>
public sealed unsafe class KeyTableReader
{
    private const int SlotCountOffset = 12;
    private const int SlotBytesOffset = 16;
    private const int ArenaOffset = 24;
    private const int MaxRetries = 64;
    private readonly byte* _slots;
    private readonly int _mask;
    private readonly int _shift;

    /// <param name="address">First byte of the mapped table; stays mapped as long as this is used.</param>
    /// <param name="bytes">Length of the mapping.</param>
    /// <exception cref="ProtocolException">It is no key table that this version can read.</exception>
    public KeyTableReader(nint address, long bytes)
    {
        var header = (byte*)address;
        var slots = bytes < KeyTableLayout.HeaderBytes ? 0 : *(uint*)(header + SlotCountOffset);
        if (slots < KeyTableLayout.MaxProbes || (slots & (slots - 1)) != 0 || slots > int.MaxValue / 2 || KeyTableLayout.BytesFor((int)slots) > bytes
            || *(ulong*)header != KeyTableLayout.Magic
            || *(uint*)(header + sizeof(ulong)) != KeyTableLayout.Version
            || *(uint*)(header + SlotBytesOffset) != KeyTableLayout.SlotBytes)
            throw new ProtocolException(ProtocolFault.Invalid, "The memory that came as a key table is none of a version that this client knows. Use the client of the agent's release.");
        Arena = *(uint*)(header + ArenaOffset);
        _slots = header + KeyTableLayout.HeaderBytes;
        _mask = (int)slots - 1;
        _shift = sizeof(ulong) * 8 - System.Numerics.BitOperations.Log2(slots);
    }

    /// <summary>The arena whose keys it has.</summary>
    public uint Arena { get; }

    /// <summary>Looks a key up.</summary>
    /// <param name="tag">Its <see cref="KeyTag"/>.</param>
    /// <param name="row">Row of the value, -1 when it is not one row.</param>
    /// <param name="length">Length of the value in bytes.</param>
    /// <returns>Whether a key with this tag was there a moment ago. Only a lease tells for sure.</returns>
    public bool TryFind(ulong tag, out int row, out uint length)
    {
        (row, length) = (-1, 0);
        var at = (int)(tag >> _shift);
        for (var probe = 0; probe < KeyTableLayout.MaxProbes; probe++, at = (at + 1) & _mask)
        {
            ref var slot = ref Unsafe.AsRef<KeyTableSlot>(_slots + ((long)at * KeyTableLayout.SlotBytes));
            if (!TryRead(ref slot, out var read))
                continue;
            if (read.State == KeyTableLayout.Unused)
                return false;
            if (read.State != KeyTableLayout.Present || read.Tag != tag)
                continue;
            (row, length) = (read.Row, read.Length);
            return true;
        }

        return false;
    }

    private static bool TryRead(ref KeyTableSlot slot, out KeyTableSlot read)
    {
        read = default;
        ref var sequence = ref Unsafe.As<KeyTableSlot, uint>(ref slot);
        for (var retry = 0; retry < MaxRetries; retry++)
        {
            var before = Volatile.Read(ref sequence);
            if ((before & 1) != 0)
                continue;
            read = slot;
            // The reads above must be done before the sequence is read again.
            Thread.MemoryBarrier();
            if (Volatile.Read(ref sequence) == before)
                return true;
        }

        return false;
    }
}

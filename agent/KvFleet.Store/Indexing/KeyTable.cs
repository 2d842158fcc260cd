using System.Numerics;
using System.Runtime.CompilerServices;
using KvFleet.Native;
using KvFleet.Protocol.Store;

namespace KvFleet.Store.Indexing;

/// <summary>
/// The keys of one arena: the agent's own way to its entries, and what clients may map to look for themselves. Linear probing with a bound, so that keys
/// chosen to collide cost a constant. Every slot has a sequence number, so that readers need no lock.
/// </summary>
internal sealed unsafe class KeyTable : IDisposable
{
    private const int MaxMoves = 64;
    private readonly SharedMapping _mapping;
    private readonly KeyTableSlot* _slots;
    private readonly int _mask;
    private readonly int _shift;
    private readonly EntryTable _entries;

    /// <param name="arena">Number of the arena.</param>
    /// <param name="entries">The entries it leads to; twice as many slots keep searches short.</param>
    public KeyTable(int arena, EntryTable entries)
    {
        _entries = entries;
        var slots = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(64, entries.Count * 3L / 2));
        Bytes = KeyTableLayout.BytesFor(slots);
        File = MemoryFile.Create($"kvfleet:keys-{arena}", Bytes);
        _mapping = SharedMapping.Map(File, 0, Bytes);
        IsShareable = TrySeal();
        (_mask, _shift) = (slots - 1, (sizeof(ulong) * 8) - BitOperations.Log2((uint)slots));
        var header = (uint*)_mapping.Address;
        *(ulong*)header = KeyTableLayout.Magic;
        var fields = new ReadOnlySpan<uint>([KeyTableLayout.Version, (uint)slots, KeyTableLayout.SlotBytes, KeyTableLayout.MaxProbes, (uint)arena, (uint)_shift]);
        fields.CopyTo(new Span<uint>(header + (sizeof(ulong) / sizeof(uint)), fields.Length));
        _slots = (KeyTableSlot*)(_mapping.Address + KeyTableLayout.HeaderBytes);
    }

    /// <summary>Its memory file, sealed against writing by others.</summary>
    public MemoryFile File { get; }

    /// <summary>Bytes of the file.</summary>
    public long Bytes { get; }

    /// <summary>Whether it may be given away: kernels before 5.1 cannot seal a file against its later mappers only.</summary>
    public bool IsShareable { get; }

    /// <summary>Finds the entry of a key.</summary>
    /// <returns>-1 when there is none.</returns>
    public int Find(ulong tag, ReadOnlySpan<byte> key)
    {
        var slot = FindSlot(tag, key);
        return slot < 0 ? -1 : (int)_slots[slot].Entry;
    }

    /// <summary>Adds a key that is not there.</summary>
    /// <returns>False when there is no slot for it within reach.</returns>
    public bool TryAdd(ulong tag, int entry, int row, uint generation, uint length)
    {
        var at = (int)(tag >> _shift);
        for (var probe = 0; probe < KeyTableLayout.MaxProbes; probe++, at = (at + 1) & _mask)
        {
            if (_slots[at].State == KeyTableLayout.Present)
                continue;
            Write(at, new KeyTableSlot { State = KeyTableLayout.Present, Tag = tag, Row = row, Generation = generation, Length = length, Entry = (uint)entry });
            return true;
        }

        return false;
    }

    /// <summary>Removes a key.</summary>
    public void Remove(ulong tag, int entry)
    {
        var at = (int)(tag >> _shift);
        for (var probe = 0; probe < KeyTableLayout.MaxProbes; probe++, at = (at + 1) & _mask)
        {
            ref var slot = ref _slots[at];
            if (slot.State == KeyTableLayout.Unused)
                return;
            if (slot.State != KeyTableLayout.Present || slot.Tag != tag || slot.Entry != (uint)entry)
                continue;
            Clear(at);
            return;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _mapping.Dispose();
        File.Dispose();
    }

    private int FindSlot(ulong tag, ReadOnlySpan<byte> key)
    {
        var at = (int)(tag >> _shift);
        for (var probe = 0; probe < KeyTableLayout.MaxProbes; probe++, at = (at + 1) & _mask)
        {
            ref var slot = ref _slots[at];
            if (slot.State == KeyTableLayout.Unused)
                return -1;
            if (slot.State == KeyTableLayout.Present && slot.Tag == tag && _entries.KeyOf((int)slot.Entry).SequenceEqual(key))
                return at;
        }

        return -1;
    }

    /// <summary>
    /// Closes the gap that a removed key leaves: what was put behind it for want of a place moves up, so that searches stay short however many keys come and
    /// go. A reader may miss a key that moves at this moment; that is all a hint promises. Only a chain that somebody made on purpose is longer than the bound.
    /// </summary>
    private void Clear(int hole)
    {
        for (var moves = 0; moves < MaxMoves; moves++)
        {
            var follower = FindFollower(hole);
            if (follower < 0)
            {
                Write(hole, default);
                return;
            }

            Write(hole, _slots[follower]);
            hole = follower;
        }

        Write(hole, new KeyTableSlot { State = KeyTableLayout.Removed });
    }

    /// <summary>A key behind the hole whose search leads over it; -1 when there is none.</summary>
    private int FindFollower(int hole)
    {
        for (var distance = 1; distance < KeyTableLayout.MaxProbes; distance++)
        {
            var at = (hole + distance) & _mask;
            ref var slot = ref _slots[at];
            if (slot.State == KeyTableLayout.Unused)
                return -1;
            if (slot.State == KeyTableLayout.Present && ((at - (int)(slot.Tag >> _shift)) & _mask) >= distance)
                return at;
        }

        return -1;
    }

    private void Write(int at, KeyTableSlot value)
    {
        ref var sequence = ref Unsafe.As<KeyTableSlot, uint>(ref _slots[at]);
        var next = sequence + 1;
        Volatile.Write(ref sequence, next);
        // A reader that sees anything of what follows must see the odd number too.
        Thread.MemoryBarrier();
        value.Sequence = next;
        _slots[at] = value;
        Volatile.Write(ref sequence, next + 1);
    }

    private bool TrySeal()
    {
        try
        {
            File.AddSeals(Seals.FutureWrite);
            File.AddSeals(Seals.Extent);
            return true;
        }
        catch (NativeException e) when (e.ErrorNumber == Errno.EINVAL)
        {
            return false;
        }
    }
}

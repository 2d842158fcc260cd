using System.Runtime.InteropServices;

namespace KvFleet.Store.Eviction;

/// <summary>What is known of one entry while the agent runs, beside what its index says. Private to the agent: the lists in here must stay lists.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct EvictionNode
{
    /// <summary>Next in the queue it is in.</summary>
    public int Next;

    /// <summary>Previous in the queue it is in.</summary>
    public int Previous;

    /// <summary>Next member of its group, in the order of their positions.</summary>
    public int GroupNext;

    /// <summary>Previous member of its group.</summary>
    public int GroupPrevious;

    /// <summary>Place in a heap.</summary>
    public int HeapIndex;

    /// <summary>Leases that are open.</summary>
    public int Leases;

    /// <summary>Bytes of memory it takes.</summary>
    public long Bytes;

    /// <summary>Seconds of computing that it saves when it is found.</summary>
    public float Seconds;

    /// <summary>Place in its group.</summary>
    public uint Position;

    /// <summary>Tag of its key.</summary>
    public ulong Tag;

    /// <summary>Its group, 0 for none.</summary>
    public ulong Group;

    /// <summary>What a heap orders by.</summary>
    public double Priority;

    /// <summary>When it is expected to be used next, in milliseconds of the store's clock.</summary>
    public long NextUse;

    /// <summary>Until when it is pinned, in milliseconds of the store's clock.</summary>
    public long PinnedUntil;

    /// <summary>Times it was used since it came, as far as a policy counts.</summary>
    public byte Uses;

    /// <summary>Which queue of its policy it is in; 0 for none.</summary>
    public byte Queue;

    /// <summary>Where it stands with the store.</summary>
    public EntryStage Stage;
}

using System.Runtime.InteropServices;

namespace KvFleet.Protocol.Store;

/// <summary>One slot of a key table, as it lies in memory.</summary>
[StructLayout(LayoutKind.Sequential, Size = KeyTableLayout.SlotBytes)]
public record struct KeyTableSlot
{
    /// <summary>Odd while the slot is being written.</summary>
    public uint Sequence { get; set; }

    /// <summary>One of the states of <see cref="KeyTableLayout"/>.</summary>
    public uint State { get; set; }

    /// <summary>Tag of the key.</summary>
    public ulong Tag { get; set; }

    /// <summary>Row of the pool; -1 for a value that is not one row.</summary>
    public int Row { get; set; }

    /// <summary>Generation of the value.</summary>
    public uint Generation { get; set; }

    /// <summary>Length of the value in bytes.</summary>
    public uint Length { get; set; }

    /// <summary>The agent's entry.</summary>
    public uint Entry { get; set; }
}

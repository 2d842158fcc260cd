using System.Runtime.InteropServices;

namespace KvFleet.Store.Disk.Catalog;

/// <summary>What memory keeps of a value on the disk; the key lies in the segment's key heap.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct DiskRecord
{
    /// <summary>First block of the bytes in the file.</summary>
    public int Block;

    /// <summary>Bytes of the value.</summary>
    public int Length;

    /// <summary>CRC32C of the bytes on the disk.</summary>
    public uint Crc;

    /// <summary>Where its entry is in its batch, in entries from the start of the file.</summary>
    public int EntryAt;

    /// <summary>Where the key begins in the key heap.</summary>
    public int KeyAt;

    /// <summary>Bytes of the key.</summary>
    public byte KeyLength;

    /// <summary>Where it is in its life.</summary>
    public RecordState State;

    /// <summary>Whether the call that wrote its batch has ended, well or not.</summary>
    public bool IsWritten;

    /// <summary>Whether it is found by its key, or will be once it is written; a copy in the making is not.</summary>
    public bool IsCounted;

    /// <summary>Times that it was loaded from here, up to 255.</summary>
    public byte Loads;

    /// <summary>Unix milliseconds when it ends; 0 for never.</summary>
    public long Expiry;

    /// <summary>Authentication tag of encrypted bytes.</summary>
    public UInt128 Tag;

    /// <summary>What its writer said of its worth.</summary>
    public StoreEntryHints Hints;
}

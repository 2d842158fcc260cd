namespace KvFleet.Native;

/// <summary>Seals of a memfd (F_SEAL_* of fcntl(2)): changes that nobody can make any more, whoever holds a descriptor.</summary>
[Flags]
public enum Seals
{
    /// <summary>Nothing is sealed.</summary>
    None = 0,

    /// <summary>No further seals may be added.</summary>
    Seal = 0x1,

    /// <summary>The file cannot be made shorter, so no mapper can be killed by SIGBUS.</summary>
    Shrink = 0x2,

    /// <summary>The file cannot be made longer, so nobody can charge more memory to the holder.</summary>
    Grow = 0x4,

    /// <summary>Nobody can write. Never wanted on an extent.</summary>
    Write = 0x8,

    /// <summary>No new writable mapping. Never wanted on an extent.</summary>
    FutureWrite = 0x10,

    /// <summary>The executable bits are fixed (set by kernels from 6.3 on for every extent).</summary>
    Execute = 0x20,

    /// <summary>What every extent must carry: <see cref="Seal"/>, <see cref="Shrink"/>, <see cref="Grow"/>.</summary>
    Extent = Seal | Shrink | Grow,
}

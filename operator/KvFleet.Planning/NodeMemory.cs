using System.Runtime.InteropServices;

namespace KvFleet.Planning;

/// <summary>One number of bytes for each <see cref="MemoryKind"/> of a node.</summary>
/// <param name="Regular">Bytes of base pages.</param>
/// <param name="HugePages2Mi">Bytes of 2 MiB pages.</param>
/// <param name="HugePages1Gi">Bytes of 1 GiB pages.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct NodeMemory(long Regular, long HugePages2Mi = 0, long HugePages1Gi = 0)
{
    /// <summary>The bytes of one kind.</summary>
    /// <param name="kind">Which kind.</param>
    /// <exception cref="ArgumentOutOfRangeException">The kind is not one of the enum's members.</exception>
    public long this[MemoryKind kind] => kind switch
    {
        MemoryKind.Regular => Regular,
        MemoryKind.HugePages2Mi => HugePages2Mi,
        MemoryKind.HugePages1Gi => HugePages1Gi,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown memory kind."),
    };
}

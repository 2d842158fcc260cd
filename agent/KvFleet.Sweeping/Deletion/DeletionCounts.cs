using System.Runtime.InteropServices;
using KvFleet.Sweeping.Contract;

namespace KvFleet.Sweeping.Deletion;

/// <summary>What a deletion did.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct DeletionCounts
{
    public long Files;
    public long Blocks;
    public long Spared;
    public long Failed;
    public string? Failure;

    public void Add(in DeletionCounts other)
    {
        Files += other.Files;
        Blocks += other.Blocks;
        Spared += other.Spared;
        Failed += other.Failed;
        Failure ??= other.Failure;
    }

    public readonly DeletedFiles ToReport(SweepReason reason) => new(reason, Files, Blocks << 9, Spared, Failed);
}

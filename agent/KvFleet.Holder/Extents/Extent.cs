using KvFleet.Native;
using KvFleet.Protocol.Volume;

namespace KvFleet.Holder.Extents;

/// <summary>One extent that this holder owns.</summary>
internal sealed class Extent(ExtentRequest request, MemoryFile file)
{
    private long _populatedBytes;
    private int _isGivenUp;
    private int _wasPopulated;

    internal string Id => request.Id;

    internal long Bytes => request.Bytes;

    internal long HugePageBytes => request.HugePageBytes;

    internal MemoryFile File => file;

    /// <summary>True as soon as nobody wants it any more: whoever populates it stops at the next slice.</summary>
    internal bool IsGivenUp => Volatile.Read(ref _isGivenUp) != 0;

    /// <summary>How far the current or last population has come, in bytes.</summary>
    internal long PopulatedBytes => Interlocked.Read(ref _populatedBytes);

    internal bool IsPopulated => PopulatedBytes == Bytes;

    /// <summary>True before it was ever complete: until then no engine can have mapped it.</summary>
    internal bool IsFresh => Volatile.Read(ref _wasPopulated) == 0;

    internal bool Matches(ExtentRequest other) => request == other;

    internal void RestartCounting() => Interlocked.Exchange(ref _populatedBytes, 0);

    internal void CountPopulated(long bytes)
    {
        if (Interlocked.Add(ref _populatedBytes, bytes) == Bytes)
            Volatile.Write(ref _wasPopulated, 1);
    }

    internal void GiveUp() => Volatile.Write(ref _isGivenUp, 1);

    /// <summary>What the agent is told: measured, not counted, since a mapper can punch holes.</summary>
    internal HeldExtent Describe() => new(
        request.Id, request.Bytes, request.HugePageBytes, request.NumaNode, Math.Min(file.GetFacts().ResidentBytes, request.Bytes));
}

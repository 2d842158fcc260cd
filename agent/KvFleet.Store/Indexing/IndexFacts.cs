using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace KvFleet.Store.Indexing;

/// <summary>What the header of an index says of the memory it describes.</summary>
/// <param name="PoolUid">Uid of the pool.</param>
/// <param name="Fingerprint">What makes its bytes interchangeable; empty until a client said it.</param>
/// <param name="Stride">Bytes of a row.</param>
/// <param name="Extents">The extents beside it, in order.</param>
internal sealed record IndexFacts(string PoolUid, string Fingerprint, long Stride, ImmutableArray<IndexFacts.ExtentFacts> Extents)
{
    /// <summary>Whether the entries below the header mean the same under other facts. The extents may have moved by whole rows.</summary>
    public bool Describes(IndexFacts other) => PoolUid == other.PoolUid && Stride == other.Stride
        && Extents.Select(extent => (extent.Bytes, extent.Offset % Stride)).SequenceEqual(other.Extents.Select(extent => (extent.Bytes, extent.Offset % Stride)));

    /// <summary>One extent.</summary>
    /// <param name="Bytes">Its size.</param>
    /// <param name="Offset">Its place in the pool's range.</param>
    [StructLayout(LayoutKind.Auto)]
    public readonly record struct ExtentFacts(long Bytes, long Offset);
}

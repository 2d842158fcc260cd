using System.Runtime.InteropServices;

namespace KvFleet.Store.Disk.Catalog;

/// <summary>One value in one life of a segment file.</summary>
/// <param name="Segment">The segment.</param>
/// <param name="Ordinal">Its number there.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RecordId(DiskSegment Segment, int Ordinal)
{
    /// <summary>What is known of it.</summary>
    public ref DiskRecord Record => ref Segment.Records[Ordinal];
}

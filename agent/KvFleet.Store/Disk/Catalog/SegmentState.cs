namespace KvFleet.Store.Disk.Catalog;

/// <summary>Where a segment is in its life.</summary>
internal enum SegmentState
{
    /// <summary>Batches are added to it.</summary>
    Open,

    /// <summary>No batch is added any more; its summary is not written yet.</summary>
    Closed,

    /// <summary>Its summary is on the disk.</summary>
    Sealed,

    /// <summary>It holds nothing any more.</summary>
    Gone,
}

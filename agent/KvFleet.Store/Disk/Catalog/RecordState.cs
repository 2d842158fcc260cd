namespace KvFleet.Store.Disk.Catalog;

/// <summary>Where a value on the disk is in its life.</summary>
internal enum RecordState : byte
{
    /// <summary>Being written: nobody finds it yet.</summary>
    Writing,

    /// <summary>Written, and found by its key.</summary>
    Committed,

    /// <summary>Forgotten, replaced or failed. Its entry on the disk is still to be overwritten, or its segment goes as a whole.</summary>
    Dead,
}

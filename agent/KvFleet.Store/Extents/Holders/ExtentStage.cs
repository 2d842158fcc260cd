namespace KvFleet.Store.Extents.Holders;

/// <summary>How far one extent of a holder has come. Stages ending in "-ing" have a request under way whose answer moves them on.</summary>
public enum ExtentStage
{
    /// <summary>Wanted; no memory file exists.</summary>
    Planned,

    /// <summary>The holder was asked for it.</summary>
    Allocating,

    /// <summary>A verified memory file is here.</summary>
    Allocated,

    /// <summary>The locker maps it and sets the NUMA policy.</summary>
    Preparing,

    /// <summary>Ready to be populated.</summary>
    Prepared,

    /// <summary>The holder makes its pages.</summary>
    Populating,

    /// <summary>Every page exists.</summary>
    Populated,

    /// <summary>The locker locks it.</summary>
    Locking,

    /// <summary>Every page exists and cannot be paged out.</summary>
    Locked,

    /// <summary>Being unlocked here and closed by the holder.</summary>
    Releasing,

    /// <summary>Given back.</summary>
    Released,
}

namespace KvFleet.Store.Extents.Holders;

/// <summary>Where one holder stands on the way from nothing to memory that engines map, and back.</summary>
public enum HolderPhase
{
    /// <summary>Its process has not connected (yet, or any more).</summary>
    Waiting,

    /// <summary>It was asked for memory files and has not passed all of them.</summary>
    Allocating,

    /// <summary>The NUMA policy is being set, before the first page exists.</summary>
    Preparing,

    /// <summary>Pages are being made, or the holder waits for its turn to make them.</summary>
    Populating,

    /// <summary>Pages are being locked.</summary>
    Locking,

    /// <summary>Engines may map it.</summary>
    Ready,

    /// <summary>It is being given back.</summary>
    Draining,

    /// <summary>It holds nothing any more: its pod can go.</summary>
    Drained,

    /// <summary>A step failed; it is tried again later.</summary>
    Failed,
}

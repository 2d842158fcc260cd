namespace KvFleet.Store.Eviction;

/// <summary>Where an entry stands with the store.</summary>
internal enum EntryStage : byte
{
    /// <summary>Not in use.</summary>
    Free,

    /// <summary>Somebody fills it.</summary>
    Filling,

    /// <summary>Found by its key, may be evicted.</summary>
    Evictable,

    /// <summary>Found by its key, evicted last: somebody said when it is used next.</summary>
    Hinted,

    /// <summary>Found by its key, kept.</summary>
    Pinned,

    /// <summary>Not found any more; free as soon as its last lease ends.</summary>
    Leaving,

    /// <summary>Not used for a while: who filled it may still write to it.</summary>
    Resting,
}

namespace KvFleet.Store.Extents.Mappers;

/// <summary>Whether engines may have an entry of the pool's table.</summary>
public enum PoolExtentState
{
    /// <summary>They get it when they ask.</summary>
    Ready,

    /// <summary>They were told to let go; its holder still holds it.</summary>
    Draining,

    /// <summary>They were told to let go; its holder is gone, so nobody's limit covers it any more.</summary>
    Orphaned,
}

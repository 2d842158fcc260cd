namespace KvFleet.Store.Extents.Holders;

/// <summary>What a holder can be asked to do.</summary>
public enum HolderOperation
{
    /// <summary>Create and seal memory files.</summary>
    Allocate,

    /// <summary>Make their pages.</summary>
    Populate,

    /// <summary>Close them.</summary>
    Release,
}

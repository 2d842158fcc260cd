namespace KvFleet.Store.Indexing;

/// <summary>What an entry of an index is.</summary>
internal enum EntryState : uint
{
    /// <summary>Nothing.</summary>
    Free = 0,

    /// <summary>Somebody fills its segments. Its key is not known yet, and nobody finds it.</summary>
    Filling = 1,

    /// <summary>A value with its key.</summary>
    Committed = 2,

    /// <summary>Further segments of another entry.</summary>
    Extension = 3,
}

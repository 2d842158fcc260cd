namespace KvFleet.Store;

/// <summary>Why there is a slot to fill, or none.</summary>
public enum StoreReservationOutcome
{
    /// <summary>There is one.</summary>
    Granted,

    /// <summary>The key is empty or too long.</summary>
    InvalidKey,

    /// <summary>The value is empty, or larger than all memory that could hold it.</summary>
    InvalidLength,

    /// <summary>Everything is leased, pinned or being filled.</summary>
    Full,

    /// <summary>The pool has no memory on this node (yet, or any more).</summary>
    NotReady,
}

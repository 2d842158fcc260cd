namespace KvFleet.Protocol.Store;

/// <summary>What became of a filled slot.</summary>
public enum CommitResult : byte
{
    /// <summary>The value is found by its key.</summary>
    Committed = 0,

    /// <summary>The key has a value already. The slot stays the client's.</summary>
    AlreadyPresent = 1,

    /// <summary>The connection does not have the slot.</summary>
    NotHeld = 2,

    /// <summary>The key is empty or too long. The slot stays the client's.</summary>
    InvalidKey = 3,

    /// <summary>The length is 0 or more than the stride. The slot stays the client's.</summary>
    InvalidLength = 4,

    /// <summary>The index has no place for the key. The slot stays the client's.</summary>
    IndexFull = 5,
}

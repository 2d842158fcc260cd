namespace KvFleet.Store;

/// <summary>What the store knows of a key. The numbers are those of the protocol.</summary>
public enum StoreRecordState : byte
{
    /// <summary>Nothing.</summary>
    Absent = 0,

    /// <summary>It is in memory.</summary>
    Present = 1,

    /// <summary>Somebody is storing it.</summary>
    BeingStored = 2,

    /// <summary>A lower tier has it; it can be prefetched.</summary>
    OnLowerTier = 3,

    /// <summary>It is no valid key: empty or too long.</summary>
    InvalidKey = 4,
}

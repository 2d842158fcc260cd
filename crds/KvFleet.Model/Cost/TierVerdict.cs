namespace KvFleet.Model.Cost;

/// <summary>What to do with KV that lies on a tier.</summary>
public enum TierVerdict
{
    /// <summary>Loading is faster than computing.</summary>
    Load,

    /// <summary>Loading is slower than computing for prefixes of usual length, but pays for longer ones, or together with computing.</summary>
    Mixed,

    /// <summary>Computing is faster whatever the length: the tier does not pay.</summary>
    Recompute,
}

namespace KvFleet.Api.Defaults;

/// <summary>What a pool gets where its spec is silent.</summary>
public static class PoolDefaults
{
    /// <summary>Share of a node relative to other pools.</summary>
    public const int Weight = 100;

    /// <summary>How often a value must have been seen before it is written to local disk.</summary>
    public const int SightingsToAdmit = 2;

    /// <summary>Least local disk of a pool on a node, in bytes: eight segments of 8 MiB.</summary>
    public const long MinDiskPerNodeBytes = 64L << 20;

    /// <summary>The largest weight.</summary>
    public const int MaxWeight = 1000;
}

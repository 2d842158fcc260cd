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

    /// <summary>Most of the memory that pinned blocks may keep, in percent.</summary>
    public const int PinnedPercent = 25;

    /// <summary>The largest such share: what is pinned by mistake must leave room for others.</summary>
    public const int MaxPinnedPercent = 90;

    /// <summary>Share of the memory that is freed ahead of need, in percent.</summary>
    public const int HeadroomPercent = 2;

    /// <summary>The largest such share.</summary>
    public const int MaxHeadroomPercent = 50;

    /// <summary>Entry of a Secret that has the password.</summary>
    public const string PasswordKey = "password";
}

namespace KvFleet.Api.Defaults;

/// <summary>What a pool gets where its spec is silent.</summary>
public static class PoolDefaults
{
    /// <summary>Share of a node relative to other pools.</summary>
    public const int Weight = 100;

    /// <summary>The largest weight.</summary>
    public const int MaxWeight = 1000;
}

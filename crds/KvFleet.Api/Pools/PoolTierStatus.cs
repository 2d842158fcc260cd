using KvFleet.Api.Reports;
using KvFleet.Kubernetes;

namespace KvFleet.Api.Pools;

/// <summary>Whether loading from a tier pays on accelerators of a class.</summary>
public sealed class PoolTierStatus
{
    /// <summary>The tier: HostMemory, LocalDisk or SharedFilesystem.</summary>
    public StorageTier Tier { get; set; }

    /// <summary>Load: loading is faster than computing. Mixed: only for prefixes longer than usual. Recompute: the tier does not pay. Unknown: a figure is missing.</summary>
    public PoolTierVerdict Verdict { get; set; }

    /// <summary>Bytes a second that loading reaches.</summary>
    public ResourceQuantity? Bandwidth { get; set; }

    /// <summary>Bytes a second that loading must reach to be as fast as computing a usual prefix.</summary>
    public ResourceQuantity? BreakEven { get; set; }

    /// <summary>Shortest prefix, in tokens, from which on loading pays.</summary>
    public int? FromTokens { get; set; }

    /// <summary>What the figures are made of, or what is missing.</summary>
    public string? Message { get; set; }
}

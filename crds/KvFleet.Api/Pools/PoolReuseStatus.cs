using KvFleet.Kubernetes;

namespace KvFleet.Api.Pools;

/// <summary>How a pool's blocks are used again, as engines tell of it.</summary>
public sealed class PoolReuseStatus
{
    /// <summary>Known, or CurveUnknown where no engine tells which blocks it uses.</summary>
    public string Curve { get; set; } = "";

    /// <summary>Share of block uses, in percent, that hit with the host memory that the pool has.</summary>
    public int? HitPercent { get; set; }

    /// <summary>The same with twice that memory.</summary>
    public int? HitPercentAtTwice { get; set; }

    /// <summary>The same with half of it.</summary>
    public int? HitPercentAtHalf { get; set; }

    /// <summary>Memory beyond which there are hardly any more hits (99 percent of those that are possible).</summary>
    public ResourceQuantity? UsefulCapacity { get; set; }
}

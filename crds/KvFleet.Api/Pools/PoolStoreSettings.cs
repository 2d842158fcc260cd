using KvFleet.Kubernetes;

namespace KvFleet.Api.Pools;

/// <summary>How the pool keeps blocks. Changes apply to running agents within seconds; nothing that is stored is lost by them.</summary>
public sealed class PoolStoreSettings
{
    /// <summary>By which rule blocks leave when memory is full. After a change, blocks keep about the order they had, and are ordered by the new rule as they are used.</summary>
    [DefaultValue("CostAware")]
    public PoolEvictionPolicy? EvictionPolicy { get; set; }

    /// <summary>Most of the memory that pinned blocks may keep, in percent. Lowering it unpins nothing; it refuses new pins until enough have ended.</summary>
    [RangeMinimum(0), RangeMaximum(90), DefaultValue(25)]
    public int? PinnedPercent { get; set; }

    /// <summary>Share of the memory that is freed ahead of need, in percent, so that a burst of stores waits for nothing.</summary>
    [RangeMinimum(0), RangeMaximum(50), DefaultValue(2)]
    public int? HeadroomPercent { get; set; }
}

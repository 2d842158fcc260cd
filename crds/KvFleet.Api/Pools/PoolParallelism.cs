using KvFleet.Kubernetes;

namespace KvFleet.Api.Pools;

/// <summary>How one engine replica splits the model.</summary>
public sealed class PoolParallelism
{
    /// <summary>Tensor-parallel ranks. KV heads are replicated when there are more ranks than heads.</summary>
    [RangeMinimum(1), RangeMaximum(64), DefaultValue(1)]
    public int? Tensor { get; set; }

    /// <summary>Pipeline-parallel stages.</summary>
    [RangeMinimum(1), RangeMaximum(64), DefaultValue(1)]
    public int? Pipeline { get; set; }
}

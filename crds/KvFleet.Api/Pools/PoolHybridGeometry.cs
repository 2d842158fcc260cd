using KvFleet.Kubernetes;

namespace KvFleet.Api.Pools;

/// <summary>Full-attention layers beside sliding-window layers and layers with constant state (Mamba): bytes are a function of the length, not a constant per token.</summary>
public sealed class PoolHybridGeometry
{
    /// <summary>Layers with full attention.</summary>
    [Required, RangeMinimum(0), RangeMaximum(2048)]
    public int FullLayers { get; set; }

    /// <summary>Layers that attend to a sliding window only.</summary>
    [RangeMinimum(0), RangeMaximum(2048), DefaultValue(0)]
    public int? WindowLayers { get; set; }

    /// <summary>Tokens of the sliding window; required with windowLayers.</summary>
    [RangeMinimum(1)]
    public int? WindowTokens { get; set; }

    /// <summary>KV heads of an attention layer (num_key_value_heads).</summary>
    [Required, RangeMinimum(1), RangeMaximum(4096)]
    public int KvHeads { get; set; }

    /// <summary>Elements of one head (head_dim).</summary>
    [Required, RangeMinimum(1), RangeMaximum(8192)]
    public int HeadDim { get; set; }

    /// <summary>Bytes of the state that a sequence keeps whatever its length, over all layers.</summary>
    [RangeMinimum(0), DefaultValue(0)]
    public long? StateBytesPerSequence { get; set; }
}

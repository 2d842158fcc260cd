using KvFleet.Kubernetes;

namespace KvFleet.Api.Pools;

/// <summary>MHA, GQA and MQA differ in the number of KV heads only. Bytes per token are 2 x layers x kvHeads x headDim x size of the data type.</summary>
public sealed class PoolAttentionGeometry
{
    /// <summary>Layers of the whole model (num_hidden_layers).</summary>
    [Required, RangeMinimum(1), RangeMaximum(2048)]
    public int Layers { get; set; }

    /// <summary>KV heads of the whole model (num_key_value_heads), before any tensor parallelism.</summary>
    [Required, RangeMinimum(1), RangeMaximum(4096)]
    public int KvHeads { get; set; }

    /// <summary>Elements of one head (head_dim).</summary>
    [Required, RangeMinimum(1), RangeMaximum(8192)]
    public int HeadDim { get; set; }
}

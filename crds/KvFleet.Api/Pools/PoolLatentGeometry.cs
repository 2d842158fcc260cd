using KvFleet.Kubernetes;

namespace KvFleet.Api.Pools;

/// <summary>Multi-head latent attention. Bytes per token are layers x (kvLoraRank + ropeHeadDim) x size of the data type, on every tensor-parallel rank.</summary>
public sealed class PoolLatentGeometry
{
    /// <summary>Layers of the whole model (num_hidden_layers).</summary>
    [Required, RangeMinimum(1), RangeMaximum(2048)]
    public int Layers { get; set; }

    /// <summary>Elements of the compressed KV vector (kv_lora_rank).</summary>
    [Required, RangeMinimum(1), RangeMaximum(65536)]
    public int KvLoraRank { get; set; }

    /// <summary>Elements of the decoupled position part (qk_rope_head_dim).</summary>
    [Required, RangeMinimum(0), RangeMaximum(65536)]
    public int RopeHeadDim { get; set; }
}

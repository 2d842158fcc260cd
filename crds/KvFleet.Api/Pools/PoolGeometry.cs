namespace KvFleet.Api.Pools;

/// <summary>Shape of the model's KV cache: exactly one of the members is set.</summary>
public sealed class PoolGeometry
{
    /// <summary>Multi-head, grouped-query or multi-query attention with the same shape in every layer.</summary>
    public PoolAttentionGeometry? Attention { get; set; }

    /// <summary>Multi-head latent attention (DeepSeek): one compressed vector per token and layer.</summary>
    public PoolLatentGeometry? Mla { get; set; }

    /// <summary>Layers of several kinds: full attention, sliding-window attention, state of constant size.</summary>
    public PoolHybridGeometry? Hybrid { get; set; }
}

namespace KvFleet.Model.Geometry;

/// <summary>Multi-head, grouped-query and multi-query attention: K and V of every KV head in every layer.</summary>
/// <param name="Layers">Hidden layers (<c>num_hidden_layers</c>).</param>
/// <param name="KvHeads">KV heads (<c>num_key_value_heads</c>); for MHA the attention heads.</param>
/// <param name="HeadDim">Elements of one head (<c>head_dim</c>, or <c>hidden_size / num_attention_heads</c>).</param>
public sealed record AttentionGeometry(int Layers, int KvHeads, int HeadDim) : KvGeometry
{
    /// <inheritdoc/>
    public override int TotalLayers => Layers;

    /// <inheritdoc/>
    public override IReadOnlyList<GeometryProblem> Validate(string path = "")
    {
        var check = new GeometryCheck(path);
        check.Range(Layers, 1, GeometryLimits.MaxLayers, "layers", "the model's num_hidden_layers");
        check.Range(KvHeads, 1, GeometryLimits.MaxHeads, "kvHeads", "the model's num_key_value_heads");
        check.Range(HeadDim, 1, GeometryLimits.MaxDimension, "headDim", "the model's head_dim");
        return check.Problems;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<KvGroup> Groups(KvPrecision precision, KvParallelism parallelism)
        => [new KvGroup(KvGroupKind.Full, Layers, KeyValueBytes(KvHeads, HeadDim, precision, parallelism), parallelism.Tensor)];
}

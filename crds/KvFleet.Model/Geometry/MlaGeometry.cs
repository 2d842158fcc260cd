namespace KvFleet.Model.Geometry;

/// <summary>Multi-head latent attention: one compressed latent and one rope key per layer, which all heads share. Every tensor rank keeps all of it.</summary>
/// <param name="Layers">Hidden layers (<c>num_hidden_layers</c>).</param>
/// <param name="KvLoraRank">Elements of the latent, d_c (<c>kv_lora_rank</c>).</param>
/// <param name="RopeHeadDim">Elements of the decoupled rope key, d_rope (<c>qk_rope_head_dim</c>).</param>
public sealed record MlaGeometry(int Layers, int KvLoraRank, int RopeHeadDim) : KvGeometry
{
    /// <inheritdoc/>
    public override int TotalLayers => Layers;

    /// <inheritdoc/>
    public override IReadOnlyList<GeometryProblem> Validate(string path = "")
    {
        var check = new GeometryCheck(path);
        check.Range(Layers, 1, GeometryLimits.MaxLayers, "layers", "the model's num_hidden_layers");
        check.Range(KvLoraRank, 1, GeometryLimits.MaxDimension, "kvLoraRank", "the model's kv_lora_rank");
        check.Range(RopeHeadDim, 0, GeometryLimits.MaxDimension, "ropeHeadDim", "the model's qk_rope_head_dim");
        return check.Problems;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<KvGroup> Groups(KvPrecision precision, KvParallelism parallelism)
    {
        // No factor 2: the latent serves for K and V alike.
        var bytes = checked(((long)KvLoraRank * precision.DataType.Bytes())
            + ((long)RopeHeadDim * (precision.RopeDataType ?? precision.DataType).Bytes())
            + precision.ScaleBytes);
        return [new KvGroup(KvGroupKind.Full, Layers, bytes, parallelism.DeduplicateLatent ? 1 : parallelism.Tensor)];
    }
}

namespace KvFleet.Model.Geometry;

/// <summary>Models that mix full attention with sliding windows or constant states: their bytes are a function of the length, not a constant per token.</summary>
/// <param name="FullLayers">Layers with full attention.</param>
/// <param name="WindowLayers">Layers with a sliding window.</param>
/// <param name="WindowTokens">The window in tokens (<c>sliding_window</c>); 0 if there are no such layers.</param>
/// <param name="KvHeads">KV heads of the attention layers, full and windowed (<c>num_key_value_heads</c>).</param>
/// <param name="HeadDim">Elements of one head (<c>head_dim</c>).</param>
/// <param name="StateBytesPerSequence">Bytes of constant state of one sequence over all layers and ranks (state-space or linear attention); 0 if there is none.</param>
public sealed record HybridGeometry(int FullLayers, int WindowLayers, int WindowTokens, int KvHeads, int HeadDim, long StateBytesPerSequence = 0) : KvGeometry
{
    /// <inheritdoc/>
    public override int TotalLayers => (int)Math.Min(int.MaxValue, (long)FullLayers + WindowLayers);

    /// <inheritdoc/>
    public override IReadOnlyList<GeometryProblem> Validate(string path = "")
    {
        var check = new GeometryCheck(path);
        var counts = check.Range(FullLayers, 0, GeometryLimits.MaxLayers, "fullLayers", "the number of layers with full attention")
            & check.Range(WindowLayers, 0, GeometryLimits.MaxLayers, "windowLayers", "the number of layers with a sliding window");
        check.Range(StateBytesPerSequence, 0, GeometryLimits.MaxStateBytes, "stateBytesPerSequence", "the bytes of constant state per sequence");
        if (counts && FullLayers + WindowLayers == 0 && StateBytesPerSequence == 0)
        {
            check.Add("fullLayers", "is 0 and so are windowLayers and stateBytesPerSequence; at least one of them must be positive");
        }

        if (WindowLayers > 0)
        {
            check.Range(WindowTokens, 1, GeometryLimits.MaxWindowTokens, "windowTokens", "the model's sliding_window");
        }
        else if (WindowTokens != 0)
        {
            check.Add("windowTokens", $"is {WindowTokens}, but windowLayers is 0; set windowLayers, or leave windowTokens out");
        }

        if (FullLayers > 0 || WindowLayers > 0)
        {
            check.Range(KvHeads, 1, GeometryLimits.MaxHeads, "kvHeads", "the model's num_key_value_heads");
            check.Range(HeadDim, 1, GeometryLimits.MaxDimension, "headDim", "the model's head_dim");
        }

        return check.Problems;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<KvGroup> Groups(KvPrecision precision, KvParallelism parallelism)
    {
        var groups = new List<KvGroup>(3);
        var bytes = KeyValueBytes(KvHeads, HeadDim, precision, parallelism);
        if (FullLayers > 0)
        {
            groups.Add(new KvGroup(KvGroupKind.Full, FullLayers, bytes, parallelism.Tensor));
        }

        if (WindowLayers > 0)
        {
            groups.Add(new KvGroup(KvGroupKind.Window, WindowLayers, bytes, parallelism.Tensor, WindowTokens));
        }

        if (StateBytesPerSequence > 0)
        {
            var perRank = (StateBytesPerSequence + parallelism.Ranks - 1) / parallelism.Ranks;
            groups.Add(new KvGroup(KvGroupKind.State, 0, perRank, parallelism.Tensor));
        }

        return groups;
    }
}

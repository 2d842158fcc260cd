namespace KvFleet.Model.Geometry;

/// <summary>The shape of a model's KV cache: what the bytes of a token follow from. Values are as users gave them; ask <see cref="Validate"/> before computing.</summary>
public abstract record KvGeometry
{
    private protected KvGeometry()
    {
    }

    /// <summary>All layers, of whatever kind.</summary>
    public abstract int TotalLayers { get; }

    /// <summary>What is wrong with it; empty if nothing is.</summary>
    /// <param name="path">Where it stands, for messages.</param>
    public abstract IReadOnlyList<GeometryProblem> Validate(string path = "");

    /// <summary>The groups that engines cache separately, with their bytes per rank.</summary>
    /// <param name="precision">How elements are stored.</param>
    /// <param name="parallelism">How the model is spread.</param>
    public abstract IReadOnlyList<KvGroup> Groups(KvPrecision precision, KvParallelism parallelism);

    /// <summary>Bytes that one more token of a long sequence takes, over all ranks. Windows are full and states constant by then, so they do not count.</summary>
    /// <param name="precision">How elements are stored.</param>
    /// <param name="parallelism">How the model is spread; null for one accelerator.</param>
    /// <exception cref="OverflowException">The figures make no sense together: more than 8 EiB.</exception>
    public long BytesPerToken(KvPrecision precision, KvParallelism? parallelism = null)
        => checked(Groups(precision, parallelism ?? KvParallelism.None).Where(group => group.Kind == KvGroupKind.Full).Sum(group => group.TokenBytes));

    /// <summary>Bytes of one sequence of <paramref name="tokens"/> tokens, over all ranks.</summary>
    /// <param name="tokens">Length of the sequence; an empty one has no bytes.</param>
    /// <param name="precision">How elements are stored.</param>
    /// <param name="parallelism">How the model is spread; null for one accelerator.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="tokens"/> is negative.</exception>
    /// <exception cref="OverflowException">More than 8 EiB.</exception>
    public long BytesFor(long tokens, KvPrecision precision, KvParallelism? parallelism = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tokens);
        var bytes = 0L;
        foreach (var group in tokens == 0 ? [] : Groups(precision, parallelism ?? KvParallelism.None))
        {
            bytes = checked(bytes + (group.Kind switch
            {
                KvGroupKind.Full => tokens * group.TokenBytes,
                KvGroupKind.Window => Math.Min(tokens, group.WindowTokens) * group.TokenBytes,
                _ => StateBytes(group, parallelism ?? KvParallelism.None),
            }));
        }

        return bytes;
    }

    /// <summary>The longest single sequence that fits into <paramref name="bytes"/> over all ranks; <see cref="long.MaxValue"/> if length costs nothing any more.</summary>
    /// <param name="bytes">Bytes to fill; not negative.</param>
    /// <param name="precision">How elements are stored.</param>
    /// <param name="parallelism">How the model is spread; null for one accelerator.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bytes"/> is negative.</exception>
    public long TokensIn(long bytes, KvPrecision precision, KvParallelism? parallelism = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        var (full, window, tokensOfWindow, left) = (0L, 0L, 0, bytes);
        foreach (var group in Groups(precision, parallelism ?? KvParallelism.None))
        {
            full += group.Kind == KvGroupKind.Full ? group.TokenBytes : 0;
            window += group.Kind == KvGroupKind.Window ? group.TokenBytes : 0;
            tokensOfWindow = Math.Max(tokensOfWindow, group.WindowTokens);
            left -= group.Kind == KvGroupKind.State ? StateBytes(group, parallelism ?? KvParallelism.None) : 0;
        }

        if (left < 0)
        {
            return 0;
        }

        var withinWindow = full + window == 0 ? long.MaxValue : left / (full + window);
        if (window == 0 || withinWindow < tokensOfWindow)
        {
            return withinWindow;
        }

        return full == 0 ? long.MaxValue : (left - checked(window * tokensOfWindow)) / full;
    }

    private static long StateBytes(KvGroup group, KvParallelism parallelism) => checked(group.RankBytes * group.Copies * parallelism.Pipeline);

    /// <summary>Heads that each tensor rank keeps: they are split, and replicate when there are more ranks than heads.</summary>
    private protected static long HeadsPerRank(int heads, KvParallelism parallelism) => (heads + (long)parallelism.Tensor - 1) / parallelism.Tensor;

    /// <summary>Bytes of K and V of one token and one layer on one rank.</summary>
    private protected static long KeyValueBytes(int heads, int headDim, KvPrecision precision, KvParallelism parallelism)
        => checked(2 * HeadsPerRank(heads, parallelism) * (((long)headDim * precision.DataType.Bytes()) + precision.ScaleBytes));
}

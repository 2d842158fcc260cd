namespace KvFleet.Model.Geometry;

/// <summary>
/// The fixed-stride rows of a pool: one row holds a block of one KV group with the slots of all ranks, so row id times stride is an address. All slots are of one size
/// because engines find rank r's slot at r times the slot size; with several groups the largest one decides.
/// </summary>
public sealed record KvRowLayout
{
    /// <summary>Slots start on page boundaries, so that ranks on different sockets can be bound to their own memory.</summary>
    public const int PageBytes = 4096;

    private KvRowLayout()
    {
    }

    /// <summary>Tokens of one block.</summary>
    public required int BlockTokens { get; init; }

    /// <summary>KV groups; each block of tokens takes a row in each of them.</summary>
    public required int Groups { get; init; }

    /// <summary>Bytes of KV in one block of the largest group, over all ranks, without padding.</summary>
    public required long BlockBytes { get; init; }

    /// <summary>Bytes of one rank's slot: its part of the largest group's block, rounded up to whole pages.</summary>
    public required long SlotBytes { get; init; }

    /// <summary>Slots of one row.</summary>
    public required int Slots { get; init; }

    /// <summary>Bytes from one row to the next.</summary>
    public long RowStrideBytes => Slots * SlotBytes;

    /// <summary>The slots of a row in address order.</summary>
    public required IReadOnlyList<RankSlice> Slices { get; init; }

    /// <summary>The layout for a geometry.</summary>
    /// <param name="geometry">The model's shape.</param>
    /// <param name="precision">How elements are stored.</param>
    /// <param name="blockTokens">Tokens of one block, from 1 to 65,536.</param>
    /// <param name="parallelism">How the model is spread; null for one accelerator.</param>
    /// <exception cref="ArgumentException">Something given makes no sense; the message names every field and what to give instead.</exception>
    public static KvRowLayout Create(KvGeometry geometry, KvPrecision precision, int blockTokens, KvParallelism? parallelism = null)
    {
        parallelism ??= KvParallelism.None;
        var problems = Problems(geometry, precision, blockTokens, parallelism);
        if (problems.Count > 0)
        {
            throw new ArgumentException(string.Join("; ", problems) + ".", nameof(geometry));
        }

        try
        {
            return Compute(geometry, precision, blockTokens, parallelism);
        }
        catch (OverflowException overflow)
        {
            throw new ArgumentException("geometry gives rows of more than 8 EiB; check layers, heads, dimensions and blockTokens.", nameof(geometry), overflow);
        }
    }

    /// <summary>What is wrong with a geometry, its precision, block and parallelism together; empty if nothing is.</summary>
    /// <param name="geometry">The model's shape.</param>
    /// <param name="precision">How elements are stored.</param>
    /// <param name="blockTokens">Tokens of one block.</param>
    /// <param name="parallelism">How the model is spread.</param>
    public static IReadOnlyList<GeometryProblem> Problems(KvGeometry geometry, KvPrecision precision, int blockTokens, KvParallelism parallelism)
    {
        var check = new GeometryCheck("");
        check.Range(blockTokens, 1, GeometryLimits.MaxBlockTokens, "blockTokens", "the engine's block size in tokens");
        return [.. geometry.Validate("geometry"), .. precision.Validate("precision"), .. parallelism.Validate("parallelism", geometry.TotalLayers), .. check.Problems];
    }

    /// <summary>Whole rows in a number of bytes.</summary>
    /// <param name="bytes">Bytes; not negative.</param>
    public long RowsIn(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        return bytes / RowStrideBytes;
    }

    /// <summary>Whole blocks of tokens in a number of bytes, each with a row in every group.</summary>
    /// <param name="bytes">Bytes; not negative.</param>
    public long BlocksIn(long bytes) => RowsIn(bytes) / Groups;

    /// <summary>Tokens in a number of bytes.</summary>
    /// <param name="bytes">Bytes; not negative.</param>
    public long TokensIn(long bytes) => checked(BlocksIn(bytes) * BlockTokens);

    private static KvRowLayout Compute(KvGeometry geometry, KvPrecision precision, int blockTokens, KvParallelism parallelism)
    {
        var groups = geometry.Groups(precision, parallelism);
        var copies = groups.Max(group => group.Copies);
        var slots = checked(copies * parallelism.Pipeline);
        var (block, slot) = (0L, 0L);
        foreach (var group in groups)
        {
            block = Math.Max(block, checked(group.Kind == KvGroupKind.State ? group.RankBytes * slots : group.TokenBytes * blockTokens));
            slot = Math.Max(slot, SlotOf(group, blockTokens, parallelism));
        }

        _ = checked(slots * slot);
        return new KvRowLayout
        {
            BlockTokens = blockTokens,
            Groups = groups.Count,
            BlockBytes = block,
            SlotBytes = slot,
            Slots = slots,
            Slices = [.. Enumerable.Range(0, slots).Select(index => new RankSlice(index * (parallelism.Tensor / copies), index * slot, slot))],
        };
    }

    private static long SlotOf(KvGroup group, int blockTokens, KvParallelism parallelism)
    {
        // The stage with the most layers decides: a slot is the same size on every rank.
        var layersOfStage = (group.Layers + parallelism.Pipeline - 1) / parallelism.Pipeline;
        var bytes = checked(group.Kind == KvGroupKind.State ? group.RankBytes : layersOfStage * group.RankBytes * blockTokens);
        return checked(bytes + PageBytes - 1) / PageBytes * PageBytes;
    }
}

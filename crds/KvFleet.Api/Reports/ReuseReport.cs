namespace KvFleet.Api.Reports;

/// <summary>How often a pool's blocks are used again on a node, by how many others were used in between: the miss-ratio curve, as counts that add up over nodes.</summary>
public sealed record ReuseReport
{
    /// <summary>Uses of blocks that engines told of, weighed by age.</summary>
    public required double TotalUses { get; init; }

    /// <summary>Share of the blocks that is followed.</summary>
    public double Rate { get; init; }

    /// <summary>For each count, the most blocks that a cache needs to hold for these uses to hit; rising.</summary>
    public IReadOnlyList<double> Blocks { get; init; } = [];

    /// <summary>Uses that hit from that capacity on.</summary>
    public IReadOnlyList<double> Uses { get; init; } = [];

    /// <summary>The sum of these uses' positions in their prompts, in blocks: a late position costs more to compute.</summary>
    public IReadOnlyList<double> Positions { get; init; } = [];
}

namespace KvFleet.Model.Cost;

/// <summary>What a verdict is made with.</summary>
public sealed record VerdictOptions
{
    /// <summary>Tokens of a usual prefix; the verdict is about these.</summary>
    public int UsualTokens { get; init; } = 4096;

    /// <summary>Tokens of the longest prefix.</summary>
    public int LongestTokens { get; init; } = 131_072;

    /// <summary>Prefixes come in multiples of this.</summary>
    public int BlockTokens { get; init; } = 16;

    /// <summary>What the tier is to improve.</summary>
    public RestorationObjective Objective { get; init; } = RestorationObjective.Latency;

    /// <summary>The longest load that <see cref="RestorationObjective.Throughput"/> accepts, in seconds.</summary>
    public double LongestLoadSeconds { get; init; } = 2;

    /// <summary>Whether the engine can load and compute parts of one prefix at the same time.</summary>
    public bool CanMix { get; init; }

    /// <summary>The share of time that mixing must save to be worth it.</summary>
    public double LeastMixedGain { get; init; } = 0.1;

    /// <summary>How far beyond break-even, as a share, figures must be before a verdict changes: measurements vary.</summary>
    public double Margin { get; init; } = 0.05;
}

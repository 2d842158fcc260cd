namespace KvFleet.Model.Reuse;

/// <summary>How a <see cref="ReuseSampler"/> samples.</summary>
public sealed record ReuseSamplerOptions
{
    /// <summary>The highest share of keys that is followed; the sampler lowers it when there are more keys than fit.</summary>
    public double MaxRate { get; init; } = 1;

    /// <summary>Most keys followed at a time, from 64. Each takes 24 bytes of table; the default makes 0.45 MB.</summary>
    public int MaxKeys { get; init; } = 16_384;

    /// <summary>Decides which keys are followed. Samplers that are to be compared key by key need the same one.</summary>
    public ulong Seed { get; init; } = 0x9E37_79B9_7F4A_7C15;

    /// <summary>After so many half-lives without a use a key is forgotten, and the rate may rise again.</summary>
    public double ForgetHalfLives { get; init; } = 6;
}

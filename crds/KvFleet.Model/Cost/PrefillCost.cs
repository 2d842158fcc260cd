namespace KvFleet.Model.Cost;

/// <summary>How long one replica takes to prefill.</summary>
/// <param name="Shape">The model's arithmetic.</param>
/// <param name="FlopsPerSecond">Operations a second that all ranks of the replica together reach; positive.</param>
/// <param name="StartSeconds">Seconds that every prefill takes before its first operation.</param>
/// <param name="IsObserved">Whether the speed was measured; false for a prior out of data sheets.</param>
public sealed record PrefillCost(PrefillShape Shape, double FlopsPerSecond, double StartSeconds = 0, bool IsObserved = false)
{
    /// <summary>The share of peak operations that prefill is assumed to reach until it was measured (model FLOPs utilisation).</summary>
    public const double PriorUtilisation = 0.5;

    /// <summary>The prior out of the data sheet.</summary>
    /// <param name="shape">The model's arithmetic.</param>
    /// <param name="peakFlopsPerSecond">Dense operations a second of one accelerator in the format it computes in.</param>
    /// <param name="ranks">Tensor-parallel ranks.</param>
    /// <param name="utilisation">The share of the peak that is reached.</param>
    public static PrefillCost Prior(PrefillShape shape, double peakFlopsPerSecond, int ranks = 1, double utilisation = PriorUtilisation)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(peakFlopsPerSecond);
        ArgumentOutOfRangeException.ThrowIfLessThan(ranks, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(utilisation);
        return new PrefillCost(shape, peakFlopsPerSecond * ranks * utilisation);
    }

    /// <summary>The speed that explains what was observed: <paramref name="tokensPerSecond"/> on prompts of about <paramref name="promptTokens"/> tokens.</summary>
    /// <param name="shape">The model's arithmetic; <see cref="PrefillShape.Linear"/> if it is not known.</param>
    /// <param name="tokensPerSecond">Prompt tokens computed a second while the replica prefills.</param>
    /// <param name="promptTokens">Computed tokens of a typical prompt.</param>
    public static PrefillCost Observed(PrefillShape shape, double tokensPerSecond, double promptTokens)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(tokensPerSecond);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(promptTokens);
        return new PrefillCost(shape, shape.Flops(promptTokens) * tokensPerSecond / promptTokens, IsObserved: true);
    }

    /// <summary>Seconds to prefill <paramref name="tokens"/> new tokens after <paramref name="cached"/>; nothing costs nothing.</summary>
    /// <param name="tokens">New tokens.</param>
    /// <param name="cached">Tokens before them that are in cache.</param>
    public double Seconds(double tokens, double cached = 0) => tokens <= 0 ? 0 : StartSeconds + (Shape.Flops(tokens, cached) / FlopsPerSecond);

    /// <summary>Seconds that a token at a position adds: later ones attend to more.</summary>
    /// <param name="position">Tokens before it.</param>
    public double SecondsAt(double position) => (Shape.FlopsPerToken + (Shape.FlopsPerPair * position)) / FlopsPerSecond;
}

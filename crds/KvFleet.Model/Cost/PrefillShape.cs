namespace KvFleet.Model.Cost;

/// <summary>What the arithmetic of prefilling a model follows from.</summary>
/// <param name="ActiveParameters">Parameters that one token uses; for a mixture of experts only the active ones.</param>
/// <param name="Layers">Layers with attention over all earlier tokens.</param>
/// <param name="QueryHeads">Query heads of one layer (<c>num_attention_heads</c>).</param>
/// <param name="HeadDim">Elements of one query head.</param>
public sealed record PrefillShape(double ActiveParameters, int Layers, int QueryHeads, int HeadDim)
{
    /// <summary>A model of which only its speed is known: every token costs one operation, wherever it stands.</summary>
    public static PrefillShape Linear { get; } = new(0.5, 0, 0, 0);

    /// <summary>Operations that every token costs.</summary>
    public double FlopsPerToken => 2 * ActiveParameters;

    /// <summary>Operations that every token costs for each token before it: two products per layer, two operations each.</summary>
    public double FlopsPerPair => 4.0 * Layers * QueryHeads * HeadDim;

    /// <summary>Operations of prefilling <paramref name="tokens"/> tokens after <paramref name="cached"/> that are in cache: <c>2·P·n + 4·L·H·d·(n·c + n²/2)</c>.</summary>
    /// <param name="tokens">New tokens; not negative.</param>
    /// <param name="cached">Tokens before them; not negative.</param>
    public double Flops(double tokens, double cached = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tokens);
        ArgumentOutOfRangeException.ThrowIfNegative(cached);
        return (FlopsPerToken * tokens) + (FlopsPerPair * ((tokens * cached) + (tokens * tokens / 2)));
    }
}

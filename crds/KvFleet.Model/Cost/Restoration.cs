using KvFleet.Model.Geometry;

namespace KvFleet.Model.Cost;

/// <summary>Getting the KV of a prefix back: by loading it from a tier, by computing it again, or by both at once.</summary>
/// <param name="Prefill">What computing costs.</param>
/// <param name="Path">What loading costs.</param>
/// <param name="Bytes">Bytes of a prefix of so many tokens.</param>
/// <param name="TokensPerOperation">Tokens that one copy brings, of all layers together: a block's tokens over its copies.</param>
public sealed record Restoration(PrefillCost Prefill, TransferPath Path, Func<double, double> Bytes, double TokensPerOperation = double.PositiveInfinity)
{
    private const int Halvings = 60;

    /// <summary>The restoration of a model's KV where a block is one copy.</summary>
    /// <param name="prefill">What computing costs.</param>
    /// <param name="path">What loading costs.</param>
    /// <param name="geometry">The model's shape.</param>
    /// <param name="precision">How elements are stored.</param>
    /// <param name="parallelism">How the model is spread.</param>
    /// <param name="blockTokens">Tokens of a block.</param>
    public static Restoration Of(PrefillCost prefill, TransferPath path, KvGeometry geometry, KvPrecision precision, KvParallelism parallelism, int blockTokens)
    {
        // Only hybrids are no straight line, and this is asked for hundreds of lengths.
        var perToken = geometry is HybridGeometry ? 0 : geometry.BytesPerToken(precision, parallelism);
        return new(prefill, path, perToken > 0 ? tokens => tokens * perToken : tokens => geometry.BytesFor((long)tokens, precision, parallelism), blockTokens);
    }

    /// <summary>Seconds to load a prefix.</summary>
    /// <param name="tokens">Its tokens.</param>
    public double LoadSeconds(double tokens) => Path.Seconds(Bytes(tokens), tokens / TokensPerOperation);

    /// <summary>Seconds to compute a prefix.</summary>
    /// <param name="tokens">Its tokens.</param>
    public double RecomputeSeconds(double tokens) => Prefill.Seconds(tokens);

    /// <summary>The bandwidth below which loading a prefix takes longer than computing it, in bytes a second: <c>B* = bytes / t_c</c>.</summary>
    /// <param name="tokens">Its tokens; positive.</param>
    public double BreakEvenBytesPerSecond(double tokens) => Bytes(tokens) / RecomputeSeconds(tokens);

    /// <summary>Bytes a second that loading a prefix reaches, with all that copies and the start cost.</summary>
    /// <param name="tokens">Its tokens; positive.</param>
    public double LoadBytesPerSecond(double tokens) => Bytes(tokens) / LoadSeconds(tokens);

    /// <summary>
    /// Computing from the front while loading from the end until both meet. Never slower than either alone; where both have constant rates and no start, the rates add: <c>n·τ_c·τ_l / (τ_c + τ_l)</c>.
    /// </summary>
    /// <param name="tokens">Tokens of the prefix.</param>
    public MixedRestoration Mixed(double tokens)
    {
        var (low, high) = (0.0, tokens);
        for (var step = 0; step < Halvings; step++)
        {
            var middle = (low + high) / 2;
            if (RecomputeSeconds(middle) < LoadEndSeconds(tokens, middle))
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        // Starts make both sides jump at their ends, so the ends are looked at too.
        return new[] { Split(tokens, 0), Split(tokens, tokens), Split(tokens, high) }.MinBy(split => split.Seconds)!;
    }

    /// <summary>
    /// Seconds that a load delays the first token when each layer is computed as soon as it is there: the first layer, and what computing the rest of the prompt does not hide.
    /// </summary>
    /// <param name="tokens">Tokens that are loaded.</param>
    /// <param name="suffixTokens">Tokens computed behind them.</param>
    /// <param name="layers">Layers of the model.</param>
    public double ExposedSeconds(double tokens, double suffixTokens, int layers)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(layers, 1);
        var load = LoadSeconds(tokens);
        return Math.Min(load, (load / layers) + Math.Max(0, load - Prefill.Seconds(suffixTokens, tokens)));
    }

    private MixedRestoration Split(double tokens, double computed)
        => new(Math.Max(RecomputeSeconds(computed), LoadEndSeconds(tokens, computed)), tokens > 0 ? computed / tokens : 0);

    private double LoadEndSeconds(double tokens, double from)
        => from >= tokens ? 0 : Path.Seconds(Bytes(tokens) - Bytes(from), (tokens - from) / TokensPerOperation);
}

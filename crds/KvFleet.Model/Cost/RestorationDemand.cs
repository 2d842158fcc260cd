namespace KvFleet.Model.Cost;

/// <summary>A prefix that is computed and loaded at once.</summary>
/// <param name="Tokens">Its tokens.</param>
/// <param name="SecondsPerToken">What computing one takes.</param>
/// <param name="BytesPerToken">Bytes of one.</param>
public sealed record RestorationDemand(double Tokens, double SecondsPerToken, double BytesPerToken)
{
    /// <summary>Seconds until it is there.</summary>
    /// <param name="bytesPerSecond">Bandwidth it is given.</param>
    public double Seconds(double bytesPerSecond) => Tokens / ((1 / SecondsPerToken) + (bytesPerSecond / BytesPerToken));

    /// <summary>Seconds that one more byte a second would save.</summary>
    /// <param name="bytesPerSecond">Bandwidth it is given.</param>
    internal double Saving(double bytesPerSecond)
    {
        var rate = (1 / SecondsPerToken) + (bytesPerSecond / BytesPerToken);
        return Tokens / BytesPerToken / (rate * rate);
    }

    /// <summary>The bandwidth at which a further byte a second saves <paramref name="price"/> seconds.</summary>
    internal double WantedAt(double price) => BytesPerToken * Math.Max(0, Math.Sqrt(Tokens / BytesPerToken / price) - (1 / SecondsPerToken));
}

namespace KvFleet.Sweeping.Pacing;

/// <summary>How fast something grows, measured from look to look with what was deleted in between added back. A rise counts at once, a fall slowly: to expect too much costs an early deletion, to expect too little the quota.</summary>
internal sealed class WriteRate
{
    private const double Decay = 0.5;
    private long? _before;
    private double _at;

    /// <summary>Growth per second; 0 before the second look.</summary>
    public double PerSecond { get; private set; }

    /// <summary>Takes a look's sum.</summary>
    /// <param name="sum">What there is.</param>
    /// <param name="deletedSince">What was deleted since the look before.</param>
    /// <param name="seconds">When, on a clock that only goes forward.</param>
    public void Observe(long sum, long deletedSince, double seconds)
    {
        if (_before is { } before && seconds > _at)
        {
            var rate = Math.Max(0, sum + deletedSince - before) / (seconds - _at);
            PerSecond = rate >= PerSecond ? rate : (Decay * PerSecond) + ((1 - Decay) * rate);
        }

        (_before, _at) = (sum, seconds);
    }

    /// <summary>Starts over: what is summed is not the same any more.</summary>
    public void Reset() => (_before, PerSecond) = (null, 0);
}

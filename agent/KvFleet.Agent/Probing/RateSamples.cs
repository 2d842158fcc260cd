using KvFleet.Api.Reports;

namespace KvFleet.Agent.Probing;

/// <summary>Rates of several passes.</summary>
internal sealed class RateSamples
{
    private readonly List<double> _rates = [];

    /// <summary>How many there are.</summary>
    public int Count => _rates.Count;

    /// <summary>Takes a pass.</summary>
    public void Add(long bytes, TimeSpan took)
    {
        if (took > TimeSpan.Zero)
            _rates.Add(bytes / took.TotalSeconds);
    }

    /// <summary>Median and spread; null without a pass.</summary>
    public BandwidthReport? Summarize(StorageTier tier, TransferDirection direction, DateTimeOffset now)
    {
        if (_rates.Count == 0)
            return null;
        _rates.Sort();
        var median = _rates[_rates.Count / 2];
        return new BandwidthReport(tier, direction, Math.Round(median), Math.Round((_rates[^1] - _rates[0]) / median, 3), now);
    }
}

namespace KvFleet.Prometheus;

/// <summary>How one measurement of an instrument changes its series.</summary>
internal enum RecordMode
{
    /// <summary>The measurement is a difference (counter, up-down counter) or an observation (histogram).</summary>
    Add,

    /// <summary>The measurement is the value (gauge).</summary>
    Set,

    /// <summary>The measurement is the value, and a series not measured again at the next scrape is gone.</summary>
    Observe,
}

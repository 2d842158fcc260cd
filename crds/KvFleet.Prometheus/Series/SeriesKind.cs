namespace KvFleet.Prometheus;

/// <summary>The metric types that .NET instruments can become.</summary>
internal enum SeriesKind
{
    /// <summary>Only grows; sample names end in <c>_total</c>.</summary>
    Counter,

    /// <summary>Goes up and down.</summary>
    Gauge,

    /// <summary>Cumulative buckets, sum and count.</summary>
    Histogram,
}

namespace KvFleet.Prometheus.Parsing;

/// <summary>What a line of an exposition is.</summary>
public enum ExpositionEntry
{
    /// <summary>Nothing was read yet, or there is no more.</summary>
    None,

    /// <summary>A value of a series.</summary>
    Sample,

    /// <summary><c># TYPE</c>.</summary>
    Type,

    /// <summary><c># HELP</c>.</summary>
    Help,

    /// <summary><c># UNIT</c>, in OpenMetrics only.</summary>
    Unit,

    /// <summary><c># EOF</c>: nothing may follow.</summary>
    EndOfFile,
}

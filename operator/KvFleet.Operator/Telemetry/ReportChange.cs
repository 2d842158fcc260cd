namespace KvFleet.Operator.Telemetry;

/// <summary>How much a new report differs from the one before.</summary>
public enum ReportChange
{
    /// <summary>Not at all, but for its time.</summary>
    None,

    /// <summary>In sizes only.</summary>
    Figures,

    /// <summary>In phases, reasons or what holds memory: something that a user or the next step wants to know at once.</summary>
    Phase,
}

namespace KvFleet.Operator.Telemetry;

/// <summary>Whether an agent answers.</summary>
public enum AgentReachability
{
    /// <summary>It has not been asked yet, or not for long enough to judge.</summary>
    Unknown,

    /// <summary>Its report is current.</summary>
    Reachable,

    /// <summary>It has failed to answer for longer than a restart takes.</summary>
    Unreachable,
}

namespace KvFleet.Model.Cost;

/// <summary>What a tier is to improve.</summary>
public enum RestorationObjective
{
    /// <summary>Seconds to the first token: loading must be faster than computing.</summary>
    Latency,

    /// <summary>Work of the accelerators: a load that runs beside computing frees them even if it takes longer, as long as the first token comes in time.</summary>
    Throughput,
}

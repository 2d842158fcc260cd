namespace KvFleet.Kubernetes.Models;

/// <summary>How pods spread over domains.</summary>
public sealed class V1TopologySpreadConstraint
{
    /// <summary>Greatest difference between domains.</summary>
    public int MaxSkew { get; set; }

    /// <summary>Node label that tells domains apart.</summary>
    public string TopologyKey { get; set; } = string.Empty;

    /// <summary><c>DoNotSchedule</c> or <c>ScheduleAnyway</c>.</summary>
    public string WhenUnsatisfiable { get; set; } = string.Empty;

    /// <summary>Which pods are counted.</summary>
    public V1LabelSelector? LabelSelector { get; set; }
}

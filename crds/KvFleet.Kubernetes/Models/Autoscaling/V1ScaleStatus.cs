namespace KvFleet.Kubernetes.Models;

/// <summary>How many there are.</summary>
public sealed class V1ScaleStatus
{
    /// <summary>Observed number of replicas.</summary>
    public int? Replicas { get; set; }

    /// <summary>Label selector of the replicas, as text.</summary>
    public string? Selector { get; set; }
}

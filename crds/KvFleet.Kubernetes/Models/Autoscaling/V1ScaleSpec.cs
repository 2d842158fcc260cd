namespace KvFleet.Kubernetes.Models;

/// <summary>How many are wished for.</summary>
public sealed class V1ScaleSpec
{
    /// <summary>Wished number of replicas.</summary>
    public int? Replicas { get; set; }
}

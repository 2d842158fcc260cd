namespace KvFleet.Kubernetes.Models;

/// <summary>How the kubelet asks a container.</summary>
public sealed class V1Probe
{
    /// <summary>By HTTP.</summary>
    public V1HTTPGetAction? HttpGet { get; set; }

    /// <summary>By connecting.</summary>
    public V1TCPSocketAction? TcpSocket { get; set; }

    /// <summary>By a command.</summary>
    public V1ExecAction? Exec { get; set; }

    /// <summary>Seconds before the first.</summary>
    public int? InitialDelaySeconds { get; set; }

    /// <summary>Seconds between two.</summary>
    public int? PeriodSeconds { get; set; }

    /// <summary>Seconds for an answer.</summary>
    public int? TimeoutSeconds { get; set; }

    /// <summary>Failures in a row that count as one.</summary>
    public int? FailureThreshold { get; set; }

    /// <summary>Successes in a row that count as one.</summary>
    public int? SuccessThreshold { get; set; }
}

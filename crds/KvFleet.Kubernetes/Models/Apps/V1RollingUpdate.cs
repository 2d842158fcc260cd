namespace KvFleet.Kubernetes.Models;

/// <summary>How many pods at a time.</summary>
public sealed class V1RollingUpdate
{
    /// <summary>Most that may be away.</summary>
    public IntOrString? MaxUnavailable { get; set; }

    /// <summary>Most that may be too many.</summary>
    public IntOrString? MaxSurge { get; set; }
}

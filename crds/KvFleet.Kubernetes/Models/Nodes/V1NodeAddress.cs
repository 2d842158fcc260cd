namespace KvFleet.Kubernetes.Models;

/// <summary>An address of a machine.</summary>
public sealed class V1NodeAddress
{
    /// <summary><c>InternalIP</c>, <c>Hostname</c> and so on.</summary>
    public string Type { get; set; } = string.Empty;

    /// <summary>The address.</summary>
    public string Address { get; set; } = string.Empty;
}

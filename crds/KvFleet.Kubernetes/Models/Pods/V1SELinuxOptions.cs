namespace KvFleet.Kubernetes.Models;

/// <summary>SELinux label.</summary>
public sealed class V1SELinuxOptions
{
    /// <summary>User.</summary>
    public string? User { get; set; }

    /// <summary>Role.</summary>
    public string? Role { get; set; }

    /// <summary>Type.</summary>
    public string? Type { get; set; }

    /// <summary>Level, with categories.</summary>
    public string? Level { get; set; }
}

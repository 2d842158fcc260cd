namespace KvFleet.Kubernetes.Models;

/// <summary>The server's version, as it says itself.</summary>
public sealed class VersionInfo
{
    /// <summary>For example <c>1</c>.</summary>
    public string? Major { get; set; }

    /// <summary>For example <c>20</c> or <c>20+</c>.</summary>
    public string? Minor { get; set; }

    /// <summary>For example <c>v1.20.2</c>.</summary>
    public string? GitVersion { get; set; }

    /// <summary>For example <c>linux/amd64</c>.</summary>
    public string? Platform { get; set; }
}

namespace KvFleet.Kubernetes.Models;

/// <summary>Puts a key into a file.</summary>
public sealed class V1KeyToPath
{
    /// <summary>The key.</summary>
    public string Key { get; set; } = string.Empty;

    /// <summary>File name.</summary>
    public string Path { get; set; } = string.Empty;

    /// <summary>File mode bits.</summary>
    public int? Mode { get; set; }
}

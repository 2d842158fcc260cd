using KvFleet.Kubernetes;

namespace KvFleet.Api.Filesystems;

/// <summary>A node where a filesystem cannot be used.</summary>
public sealed class FilesystemNodeProblem
{
    /// <summary>Name of the node.</summary>
    [Required]
    public string Name { get; set; } = "";

    /// <summary>Why, one word.</summary>
    public string? Reason { get; set; }

    /// <summary>Why, and what to do.</summary>
    public string? Message { get; set; }
}

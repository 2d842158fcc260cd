using KvFleet.Kubernetes;

namespace KvFleet.Api.Nodes;

/// <summary>A pool that asks for a shared filesystem and does not get it, so that its pods can be told.</summary>
public sealed class NodeSharedRefusal
{
    /// <summary>The pool.</summary>
    [Required]
    public PoolReference Pool { get; set; } = new();

    /// <summary>Why, one word.</summary>
    [Required]
    public string Reason { get; set; } = "";

    /// <summary>Why, and what to do.</summary>
    [Required]
    public string Message { get; set; } = "";
}

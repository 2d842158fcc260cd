using KvFleet.Kubernetes;

namespace KvFleet.Api.Nodes;

/// <summary>A pool's part of a shared filesystem.</summary>
public sealed class NodeSharedPool
{
    /// <summary>The pool.</summary>
    [Required]
    public PoolReference Pool { get; set; } = new();

    /// <summary>The pool's directory, from the root of the filesystem: everything below it counts towards its quota.</summary>
    [Required]
    public string Directory { get; set; } = "";

    /// <summary>Below it: model and revision.</summary>
    [Required]
    public string Model { get; set; } = "";

    /// <summary>Below the directory of the engine's version: accelerator of this node, layout and ranks. Engines see only what can be exchanged between them.</summary>
    [Required]
    public string Variant { get; set; } = "";

    /// <summary>Bytes that its files may take.</summary>
    [Required]
    public ResourceQuantity Quota { get; set; }

    /// <summary>Files that it may have; absent for no limit.</summary>
    public long? Inodes { get; set; }

    /// <summary>Age in seconds below which nothing of it is deleted.</summary>
    [RangeMinimum(0)]
    public long MinAgeSeconds { get; set; }
}

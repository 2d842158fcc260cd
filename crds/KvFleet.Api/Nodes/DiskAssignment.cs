using KvFleet.Kubernetes;

namespace KvFleet.Api.Nodes;

/// <summary>What one pool has on the node's disk for caches.</summary>
public sealed class DiskAssignment
{
    /// <summary>Most bytes that the pool's files may take there.</summary>
    [Required]
    public ResourceQuantity Bytes { get; set; }

    /// <summary>How often a value must have been seen before it is written.</summary>
    [RangeMinimum(1), RangeMaximum(255)]
    public int SightingsToAdmit { get; set; } = 2;

    /// <summary>Name of the key that values are encrypted with; absent for none.</summary>
    public string? EncryptionKey { get; set; }
}

using KvFleet.Kubernetes;

namespace KvFleet.Api.Pools;

/// <summary>A slice of the nodes' local disks as the tier below host memory: what memory has no room for any more, and what has been seen often enough, goes on there and survives reboots.</summary>
public sealed class PoolLocalDisk
{
    /// <summary>
    /// Bytes on disk of the pool over the whole fleet, for example 20Ti. They are divided over the nodes where the pool has host memory, in proportion to that memory. Nodes whose agent has no disk
    /// for caches get none; the condition LocalDiskReady says so.
    /// </summary>
    [Required]
    public ResourceQuantity Capacity { get; set; }

    /// <summary>Least that a node gives; at least 64Mi, which is also the default. A node that cannot give it is used without disk.</summary>
    public ResourceQuantity? MinPerNode { get; set; }

    /// <summary>Most that a node gives.</summary>
    public ResourceQuantity? MaxPerNode { get; set; }

    /// <summary>How often a value must have been seen before it is written; storing it is the first time. 1 writes everything, which wears the disk most.</summary>
    [RangeMinimum(1), RangeMaximum(255), DefaultValue(2)]
    public int? SightingsToAdmit { get; set; }

    /// <summary>
    /// Encrypts values on the disk (AES-256-GCM) with the entry of this name in the Secret kvfleet-disk-keys of the operator's namespace, which only agents see. Empty: not encrypted. What was
    /// written with another key is dropped.
    /// </summary>
    [Length(minLength: 1, maxLength: 253), Pattern("^[A-Za-z0-9][-._A-Za-z0-9]*$")]
    public string? EncryptionKey { get; set; }
}

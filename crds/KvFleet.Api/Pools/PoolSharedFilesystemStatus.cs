using KvFleet.Kubernetes;

namespace KvFleet.Api.Pools;

/// <summary>A pool's directory on a shared filesystem.</summary>
public sealed class PoolSharedFilesystemStatus
{
    /// <summary>The KVCacheFilesystem.</summary>
    public string? ClassName { get; set; }

    /// <summary>The directory, from the root of the filesystem.</summary>
    public string? Directory { get; set; }

    /// <summary>Bytes that it may take.</summary>
    public ResourceQuantity? Quota { get; set; }

    /// <summary>Bytes that its files take. Absent while they have not been counted.</summary>
    public ResourceQuantity? Used { get; set; }

    /// <summary>Its files. Absent while they have not been counted.</summary>
    public long? Files { get; set; }

    /// <summary>Nodes of the pool that shall have it.</summary>
    public int Nodes { get; set; }

    /// <summary>Nodes where it can be used.</summary>
    public int ReadyNodes { get; set; }
}

using System.Collections.Frozen;
using KvFleet.NodePlugin.Volumes;
using KvFleet.Protocol.NodeChannel;

namespace KvFleet.NodePlugin.Filesystems;

/// <summary>What this node shall have of shared filesystems. Immutable.</summary>
internal sealed class SharedOrders
{
    private readonly FrozenDictionary<string, WantedPool> _pools;

    /// <summary>Takes a whole list in.</summary>
    public SharedOrders(IEnumerable<WantedFilesystem> filesystems, IEnumerable<WantedPool> pools)
    {
        Filesystems = filesystems.DistinctBy(static filesystem => filesystem.Name, StringComparer.Ordinal).ToFrozenDictionary(static filesystem => filesystem.Name, StringComparer.Ordinal);
        _pools = pools.DistinctBy(static pool => $"{pool.Namespace}/{pool.Name}", StringComparer.Ordinal).ToFrozenDictionary(static pool => $"{pool.Namespace}/{pool.Name}", StringComparer.Ordinal);
    }

    /// <summary>The filesystems by name.</summary>
    public FrozenDictionary<string, WantedFilesystem> Filesystems { get; }

    /// <summary>The pools of one filesystem.</summary>
    public IEnumerable<WantedPool> PoolsOf(string filesystem) => _pools.Values.Where(pool => pool.Filesystem == filesystem);

    /// <summary>The pool of a volume; null for one that asks for no shared filesystem, or of which nothing was said.</summary>
    /// <remarks>
    /// A pool may let other namespaces in, but what its guests may do is decided over the socket, value by value; files know no such rights. So they see none.
    /// </remarks>
    public WantedPool? PoolOf(VolumeRecord volume) => _pools.GetValueOrDefault(volume.PoolKey) is not { } pool || pool.Namespace == volume.PodNamespace
        ? _pools.GetValueOrDefault(volume.PoolKey)
        : pool with { Filesystem = null, Reason = FilesystemReasons.OtherNamespace, Message = $"The shared filesystem of pool {volume.PoolKey} is for pods of namespace {pool.Namespace}; yours reaches the pool over its sockets." };

    /// <summary>The directory that a volume shows, from the root of the filesystem: what engines of one version on one class of node can exchange.</summary>
    public static string DirectoryOf(WantedPool pool, VolumeRecord volume) => $"{pool.Directory}/{pool.Model}/{volume.Engine}/{pool.Variant}";
}

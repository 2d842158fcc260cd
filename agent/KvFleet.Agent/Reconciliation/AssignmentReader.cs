using KvFleet.Agent.Disks;
using KvFleet.Api.Nodes;
using KvFleet.Api.Pools;
using KvFleet.Api.Validation;
using KvFleet.Store.Eviction;
using KvFleet.Store.Extents;
using KvFleet.Store.Extents.Holders;

namespace KvFleet.Agent.Reconciliation;

/// <summary>From a KVCacheNode to what this node shall hold. Pure. What cannot be right is left out and told, never guessed.</summary>
internal static class AssignmentReader
{
    /// <summary>Reads the assignments.</summary>
    /// <param name="node">The object; null when there is none: the node shall hold nothing.</param>
    /// <param name="places">Where values on disk are.</param>
    /// <param name="problems">What was left out, and why.</param>
    public static DesiredState Read(V1Alpha1KVCacheNode? node, DiskPlaces places, out IReadOnlyList<string> problems)
    {
        var found = new List<string>();
        problems = found;
        if (node is null)
            return DesiredState.Empty;

        var pools = new Dictionary<string, DesiredPool>(StringComparer.Ordinal);
        foreach (var assignment in node.Spec.Assignments ?? [])
        {
            if (assignment.Pool is not { Uid.Length: > 0, Name.Length: > 0, Namespace.Length: > 0 })
                found.Add("An assignment names no pool.");
            else if (!pools.TryAdd(assignment.Pool.Uid, Read(assignment, places, found)))
                found.Add($"Pool {assignment.Pool.Namespace}/{assignment.Pool.Name} is assigned twice; the first counts.");
        }

        return new DesiredState(node.Metadata.Generation, [.. pools.Values]);
    }

    private static DesiredPool Read(PoolAssignment assignment, DiskPlaces places, List<string> problems)
    {
        var key = new PoolKey(assignment.Pool.Uid, assignment.Pool.Namespace, assignment.Pool.Name);
        var holders = new Dictionary<string, DesiredHolder>(StringComparer.Ordinal);
        foreach (var holder in assignment.Holders ?? [])
        {
            var bytes = holder.Bytes.ToInt64();
            if (bytes <= 0)
                problems.Add($"Holder {holder.Name} of pool {key}: {holder.Bytes} is no number of bytes.");
            else if (!holders.TryAdd(holder.Name, new DesiredHolder(holder.Name, NullIfEmpty(holder.Uid), bytes, Goal(holder.State))))
                problems.Add($"Holder {holder.Name} of pool {key} is named twice; the first counts.");
        }

        return new DesiredPool(key, Math.Max(0, assignment.RowStrideBytes), assignment.HugePages.Bytes(), Placement(assignment.NumaPolicy), [.. holders.Values])
        {
            Store = assignment.Store is { } store ? new DesiredStore(Policy(store.EvictionPolicy), Share(store.PinnedPercent), Share(store.HeadroomPercent)) : null,
            Resp = Resp(key, assignment.Resp, problems),
            Sharing = assignment.Sharing is { } sharing ? new DesiredSharing([.. sharing.Namespaces], sharing.Access == PoolAccess.ReadWrite) : DesiredSharing.Private,
            Disk = Disk(key, assignment.LocalDisk, places, problems),
        };
    }

    private static double Share(int percent) => Math.Clamp(percent, 0, 100) / 100.0;

    private static EvictionPolicy Policy(PoolEvictionPolicy policy) => policy switch
    {
        PoolEvictionPolicy.Lru => EvictionPolicy.Lru,
        PoolEvictionPolicy.S3Fifo => EvictionPolicy.S3Fifo,
        _ => EvictionPolicy.CostAware,
    };

    private static DesiredResp? Resp(PoolKey key, AssignedResp? resp, List<string> problems)
    {
        if (resp is null)
            return null;
        if (resp.Port is > 0 and <= ushort.MaxValue)
            return new DesiredResp(resp.Port, resp.Tls);
        problems.Add($"Pool {key}: {resp.Port} is no port for the Redis protocol.");
        return null;
    }

    private static DesiredDisk? Disk(PoolKey key, DiskAssignment? disk, DiskPlaces places, List<string> problems)
    {
        if (disk is null || disk.Bytes.ToInt64() == 0)
            return null;
        // Names become paths here.
        if (disk.Bytes.ToInt64() < 0 || disk.SightingsToAdmit is < 1 or > byte.MaxValue || !DiskPlaces.IsDirectoryName(key.Uid)
            || (disk.EncryptionKey is { } name && !LocalDiskValidator.IsKeyName(name)))
        {
            problems.Add($"Pool {key}: its local disk of {disk.Bytes} bytes, {disk.SightingsToAdmit} sightings and key '{disk.EncryptionKey}' cannot be acted on.");
            return null;
        }

        return new DesiredDisk(
            disk.Bytes.ToInt64(), disk.SightingsToAdmit, places.DirectoryOf(key.Uid), disk.EncryptionKey is { } file ? Path.Combine(places.KeysDirectory, file) : null);
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static HolderGoal Goal(HolderIntent intent) => intent == HolderIntent.Drain ? HolderGoal.Drain : HolderGoal.Hold;

    private static ExtentPlacement Placement(NumaPlacement placement) => placement switch
    {
        NumaPlacement.Interleave => ExtentPlacement.Interleave,
        NumaPlacement.None => ExtentPlacement.None,
        _ => ExtentPlacement.Spread,
    };
}

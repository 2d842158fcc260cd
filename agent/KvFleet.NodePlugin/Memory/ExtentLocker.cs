using KvFleet.Native;
using KvFleet.NodePlugin.Hosting;
using KvFleet.Protocol.NodeChannel;
using Microsoft.Extensions.Logging;

namespace KvFleet.NodePlugin.Memory;

/// <summary>
/// NUMA policy and locking of extents on behalf of <c>serve</c>, which may do neither. Answers requests; used from one thread at a time,
/// except for the figures.
/// </summary>
/// <remarks>
/// An extent's pages must all be there before it is locked: mlock would make the missing ones, and this process would be charged for memory
/// that belongs to a holder.
/// </remarks>
internal sealed class ExtentLocker(IExtentMapper mapper, NodeMetrics metrics, ILogger<ExtentLocker> logger) : IDisposable
{
    private const Seals Required = Seals.Seal | Seals.Shrink | Seals.Grow;
    private readonly Dictionary<string, PreparedExtent> _extents = new(StringComparer.Ordinal);
    private long _lockedBytes;
    private int _count;

    /// <summary>Bytes of locked extents, by our own account; from any thread.</summary>
    public long LockedBytes => Interlocked.Read(ref _lockedBytes);

    /// <summary>How many extents are mapped; from any thread.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Maps an extent and sets its policy. The same memory under the same id counts as done; other memory replaces it.</summary>
    /// <param name="request">The request.</param>
    /// <param name="file">The extent; belongs to this call.</param>
    public NodeAnswer Prepare(Prepare request, MemoryFile file)
    {
        try
        {
            var facts = file.GetFacts();
            if (_extents.TryGetValue(request.ExtentId, out var known) && known.Is(facts.Inode, facts.Device) && known.VolumeId == request.VolumeId)
            {
                file.Dispose();
                SetPolicy(known.Mapping, request);
                return new Done(request.Id);
            }

            if (FindFault(request, file, facts) is { } fault)
            {
                file.Dispose();
                return Refuse(request.Id, request.ExtentId, fault);
            }

            Drop(request.ExtentId);
            return Map(request, file, facts);
        }
        catch (NativeException failure)
        {
            file.Dispose();
            return Fail(request.Id, request.ExtentId, failure);
        }
    }

    /// <summary>Locks a prepared extent.</summary>
    /// <param name="request">The request.</param>
    public NodeAnswer Lock(LockExtent request)
    {
        if (!_extents.TryGetValue(request.ExtentId, out var extent))
            return Refuse(request.Id, request.ExtentId, "it was not prepared here, or its volume is gone; prepare it first");
        if (extent.IsLocked)
            return new Locked(request.Id, extent.Bytes);
        try
        {
            var resident = extent.Mapping.GetFacts().ResidentBytes;
            if (resident < extent.Bytes)
                return Refuse(request.Id, request.ExtentId, $"only {resident} of its {extent.Bytes} bytes are populated; let its holder populate the rest first");
            extent.Mapping.Lock();
        }
        catch (NativeException failure)
        {
            return Fail(request.Id, request.ExtentId, failure);
        }

        extent.IsLocked = true;
        Interlocked.Add(ref _lockedBytes, extent.Bytes);
        return new Locked(request.Id, extent.Bytes);
    }

    /// <summary>Unmaps an extent; an unknown one counts as done.</summary>
    /// <param name="request">The request.</param>
    public NodeAnswer Unlock(UnlockExtent request)
    {
        Drop(request.ExtentId);
        return new Done(request.Id);
    }

    /// <summary>Unmaps all but some.</summary>
    /// <param name="request">The request.</param>
    public NodeAnswer Retain(Retain request)
    {
        var keep = request.ExtentIds.ToHashSet(StringComparer.Ordinal);
        return new Done(request.Id, DropWhere((id, _) => !keep.Contains(id)));
    }

    /// <summary>Unmaps the extents of a holder whose volume is gone.</summary>
    /// <param name="volumeId">The CSI volume id.</param>
    public void DropVolume(string volumeId)
    {
        var dropped = DropWhere((_, extent) => extent.VolumeId == volumeId);
        if (dropped > 0)
            MemoryLog.VolumeDropped(logger, dropped, volumeId);
    }

    /// <summary>Unmaps everything.</summary>
    /// <param name="why">The reason, for the log.</param>
    public void DropAll(string why)
    {
        var dropped = DropWhere((_, _) => true);
        if (dropped > 0)
            MemoryLog.AllDropped(logger, dropped, why);
    }

    /// <inheritdoc />
    public void Dispose() => DropWhere((_, _) => true);

    private static string? FindFault(Prepare request, MemoryFile file, FileFacts facts)
    {
        // The serving process has checked this, too; but what is privileged believes nobody.
        var seals = file.GetSeals();
        if ((seals & Required) != Required)
            return $"its seals are {seals}, {Required} are required: another process could change its size";
        if (facts.SizeBytes != request.Bytes)
            return $"it has {facts.SizeBytes} bytes, {request.Bytes} were announced";
        var pageSize = file.GetHugePageBytes();
        return pageSize == request.HugePageBytes ? null : $"its huge page size is {pageSize} (0: ordinary pages), {request.HugePageBytes} was announced";
    }

    // No policy means no call: a kernel without NUMA refuses even the default one.
    private static void SetPolicy(IExtentMapping mapping, Prepare request)
    {
        if (request.NumaPolicy != NumaMode.None)
            mapping.SetPolicy(NumaPolicy.Create(request.NumaPolicy, request.NumaNodes));
    }

    private Done Map(Prepare request, MemoryFile file, FileFacts facts)
    {
        var mapping = mapper.Map(file, request.Bytes);
        try
        {
            SetPolicy(mapping, request);
        }
        catch
        {
            mapping.Dispose();
            throw;
        }

        _extents[request.ExtentId] = new PreparedExtent(request.VolumeId, request.Bytes, facts.Inode, facts.Device, mapping);
        Volatile.Write(ref _count, _extents.Count);
        return new Done(request.Id);
    }

    private int DropWhere(Func<string, PreparedExtent, bool> condition)
    {
        string[] ids = [.. _extents.Where(entry => condition(entry.Key, entry.Value)).Select(entry => entry.Key)];
        foreach (var id in ids)
            Drop(id);
        return ids.Length;
    }

    private void Drop(string extentId)
    {
        if (!_extents.Remove(extentId, out var extent))
            return;
        extent.Dispose();
        if (extent.IsLocked)
            Interlocked.Add(ref _lockedBytes, -extent.Bytes);
        Volatile.Write(ref _count, _extents.Count);
    }

    private NodeError Fail(long id, string extentId, NativeException failure)
    {
        MemoryLog.CallFailed(logger, extentId, failure);
        metrics.CountFailure(failure.Call, failure.ErrorName);
        return new NodeError(id, failure.ErrorNumber, failure.Call, $"Extent {extentId}: {failure.Message}");
    }

    private NodeError Refuse(long id, string extentId, string fault)
    {
        MemoryLog.Refused(logger, extentId, fault);
        return new NodeError(id, 0, "verify", $"Extent {extentId}: {fault}.");
    }
}

using KvFleet.Native;
using KvFleet.NodePlugin.Filesystems;
using KvFleet.NodePlugin.Mappers;
using KvFleet.NodePlugin.Memory;
using KvFleet.NodePlugin.Threading;
using KvFleet.NodePlugin.Volumes;
using KvFleet.Protocol.NodeChannel;

namespace KvFleet.NodePlugin.Channels;

/// <summary>
/// Does what <c>serve</c> asks. What concerns memory runs in order on one thread, whichever connection it came by; looking for mappers has
/// another.
/// </summary>
internal sealed class NodeRequestHandler(ExtentLocker locker, MapperScanner scanner, VolumeManager volumes, SharedFilesystems shared) : IVolumeObserver, IDisposable
{
    private readonly SerialThread _memory = new("kvfleet-memory");
    private readonly SerialThread _scans = new("kvfleet-mappers");

    /// <summary>Starts a request. Requests of one sort take effect in the order of these calls.</summary>
    /// <param name="request">The request.</param>
    /// <param name="file">The extent of a <see cref="Prepare"/>; belongs to this call.</param>
    public Task<NodeAnswer> HandleAsync(NodeRequest request, MemoryFile? file) => request switch
    {
        Prepare prepare => _memory.RunAsync(() => locker.Prepare(prepare, file!)),
        LockExtent lockExtent => _memory.RunAsync(() => locker.Lock(lockExtent)),
        UnlockExtent unlock => _memory.RunAsync(() => locker.Unlock(unlock)),
        Retain retain => _memory.RunAsync(() => locker.Retain(retain)),
        FindMappers find => _scans.RunAsync(() => scanner.Scan(find)),
        WantShared part => Task.FromResult(shared.Want(part)),
        SetVolumeStatus status => Task.FromResult(SetStatus(status)),
        _ => Task.FromResult<NodeAnswer>(new NodeError(request.Id, 0, "node", $"{request.GetType().Name} is not known here; update the agent as a whole")),
    };

    /// <summary>Tells a session how shared filesystems are, now and from now on.</summary>
    public void Listen(NodeSession session) => shared.Board.Listen(session.Tell);

    /// <summary>Gives everything up that is held for a <c>serve</c> that does not come back.</summary>
    /// <param name="stillAway">Asked again at the last moment: a <c>serve</c> that has come back has perhaps prepared something already.</param>
    /// <param name="why">The reason, for the log.</param>
    public Task AbandonAsync(Func<bool> stillAway, string why) => _memory.RunAsync(() =>
    {
        if (stillAway())
            locker.DropAll(why);
        volumes.MarkUnserved(stillAway);
        return true;
    });

    /// <inheritdoc />
    public void OnPublished(VolumeRecord volume, VolumeSockets sockets)
    {
    }

    /// <inheritdoc />
    public void OnUnpublished(string volumeId) => _ = _memory.RunAsync(() =>
    {
        locker.DropVolume(volumeId);
        return true;
    });

    /// <summary>Finishes what was begun, then unmaps all extents.</summary>
    public void Dispose()
    {
        _memory.Dispose();
        _scans.Dispose();
        locker.Dispose();
    }

    private NodeAnswer SetStatus(SetVolumeStatus status)
    {
        try
        {
            return volumes.SetStatus(status.VolumeId, status.Available, status.Reason, status.Message)
                ? new Done(status.Id)
                : new NodeError(status.Id, Errno.ENOENT, "volumeStatus", $"Volume {status.VolumeId} is not published here.");
        }
        catch (NativeException failure)
        {
            return new NodeError(status.Id, failure.ErrorNumber, failure.Call, failure.Message);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new NodeError(status.Id, Errno.EIO, "volumeStatus", $"The status of volume {status.VolumeId} was not written: {failure.Message}");
        }
    }
}

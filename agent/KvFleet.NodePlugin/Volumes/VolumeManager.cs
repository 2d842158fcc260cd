using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;

namespace KvFleet.NodePlugin.Volumes;

/// <summary>
/// The volumes of this node: publishes, unpublishes and, after a restart, takes up again what was published. One thing at a time.
/// </summary>
/// <remarks>
/// Order of a publish: journal, mount, status, socket, observers. Whatever interrupts it, a later publish or unpublish of the same volume
/// finds what is there and finishes or removes it. Publishing needs neither a pool nor <c>serve</c>: a cache never keeps a pod from starting.
/// </remarks>
internal sealed class VolumeManager(IVolumeFilesystem filesystem, VolumeJournal journal, ILogger<VolumeManager> logger) : IDisposable
{
    private const UnixFileMode StatusMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, PublishedVolume> _volumes = new(StringComparer.Ordinal);
    private readonly List<IVolumeObserver> _observers = [];

    /// <summary>How many volumes are published.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _volumes.Count;
        }
    }

    /// <summary>Takes up every volume of the journal whose mount is still there, and forgets the others.</summary>
    public void Rebuild()
    {
        lock (_gate)
        {
            var ghosts = 0;
            foreach (var volume in journal.Load())
            {
                if (!TryTakeUp(volume))
                    ghosts++;
            }

            VolumeLog.Rebuilt(logger, _volumes.Count, ghosts);
        }
    }

    /// <summary>Publishes a volume; one that is published the same way already counts as done.</summary>
    /// <param name="volume">The volume.</param>
    /// <exception cref="VolumeConflictException">It contradicts what is there.</exception>
    /// <exception cref="IOException">The target could not be mounted or the socket not be made; what was done is undone.</exception>
    public void Publish(VolumeRecord volume)
    {
        lock (_gate)
        {
            var state = filesystem.Inspect(volume.TargetPath);
            if (state == TargetState.Foreign)
                throw new VolumeConflictException(VolumeConflict.TargetOccupied, $"something else is mounted at {volume.TargetPath}; unmount it");
            if (_volumes.TryGetValue(volume.VolumeId, out var published))
            {
                CheckSame(published.Volume, volume);
                if (state == TargetState.Ours)
                    return;
                Forget(published);
            }

            try
            {
                Start(volume, state);
            }
            catch
            {
                Undo(volume);
                throw;
            }

            VolumeLog.Published(logger, volume.VolumeId, volume.PodNamespace, volume.PodName, volume.Role, volume.PoolKey);
        }
    }

    /// <summary>Unpublishes a volume; an unknown one counts as done once nothing of ours is at its target.</summary>
    /// <param name="volumeId">The CSI volume id.</param>
    /// <param name="targetPath">Where it was published.</param>
    /// <exception cref="VolumeConflictException">The volume is published somewhere else.</exception>
    /// <exception cref="IOException">It could not be unmounted.</exception>
    public void Unpublish(string volumeId, string targetPath)
    {
        lock (_gate)
        {
            if (_volumes.TryGetValue(volumeId, out var published))
            {
                if (published.Volume.TargetPath != targetPath)
                {
                    throw new VolumeConflictException(
                        VolumeConflict.DifferentTarget, $"volume {volumeId} is published at {published.Volume.TargetPath}, not at {targetPath}");
                }

                Forget(published);
            }

            filesystem.Detach(targetPath);
            journal.Delete(volumeId);
            VolumeLog.Unpublished(logger, volumeId);
        }
    }

    /// <summary>Writes a volume's <c>status.json</c>.</summary>
    /// <param name="volumeId">The CSI volume id.</param>
    /// <param name="available">Whether the pool can be used.</param>
    /// <param name="reason">One word in CamelCase.</param>
    /// <param name="message">What is the matter and what to do.</param>
    /// <returns>False when there is no such volume.</returns>
    /// <exception cref="IOException">It could not be written, for example because the pod has filled the volume.</exception>
    public bool SetStatus(string volumeId, bool available, string reason, string message)
    {
        lock (_gate)
        {
            if (!_volumes.TryGetValue(volumeId, out var published))
                return false;
            Write(published, published.Status with { Available = available, Reason = reason, Message = message });
            return true;
        }
    }

    /// <summary>Writes into a volume's <c>status.json</c> how its <c>shared/</c> is.</summary>
    /// <param name="volumeId">The CSI volume id.</param>
    /// <param name="shared">How it is; null for a pool without.</param>
    /// <exception cref="IOException">It could not be written.</exception>
    public void SetShared(string volumeId, SharedStatus? shared)
    {
        lock (_gate)
        {
            if (_volumes.TryGetValue(volumeId, out var published) && published.Status.Shared != shared)
                Write(published, published.Status with { Shared = shared });
        }
    }

    /// <summary>Marks every volume as not served, after <c>serve</c> has been away for long.</summary>
    /// <param name="stillAway">Asked before each: what a <c>serve</c> that has come back says of a volume must not be overwritten.</param>
    public void MarkUnserved(Func<bool> stillAway)
    {
        lock (_gate)
        {
            foreach (var published in _volumes.Values.ToList().TakeWhile(_ => stillAway()))
                TryWriteUnserved(published);
        }
    }

    /// <summary>Tells an observer all volumes that are there, and all changes from then on, without a gap.</summary>
    /// <param name="observer">The observer.</param>
    /// <param name="caughtUp">Called between the two.</param>
    public void Subscribe(IVolumeObserver observer, Action? caughtUp = null)
    {
        lock (_gate)
        {
            foreach (var published in _volumes.Values)
                observer.OnPublished(published.Volume, published.Sockets);
            caughtUp?.Invoke();
            _observers.Add(observer);
        }
    }

    /// <summary>Ends <see cref="Subscribe"/>.</summary>
    /// <param name="observer">The observer.</param>
    public void Unsubscribe(IVolumeObserver observer)
    {
        lock (_gate)
            _observers.Remove(observer);
    }

    /// <summary>Closes the listeners. Mounts, socket files and journal stay: pods go on, and the next start takes them up.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var published in _volumes.Values)
                published.Sockets.Dispose();
            _volumes.Clear();
        }
    }

    private static void CheckSame(VolumeRecord published, VolumeRecord asked)
    {
        if (published.TargetPath != asked.TargetPath)
        {
            throw new VolumeConflictException(
                VolumeConflict.DifferentTarget, $"volume {asked.VolumeId} is published at {published.TargetPath} already; unpublish it there first");
        }

        if (published != asked)
        {
            throw new VolumeConflictException(
                VolumeConflict.DifferentContent,
                $"volume {asked.VolumeId} is published at {published.TargetPath} for pod {published.PodNamespace}/{published.PodName}, pool {published.Pool}; unpublish it first");
        }
    }

    private void Start(VolumeRecord volume, TargetState state)
    {
        journal.Save(volume);
        if (state == TargetState.Empty)
            filesystem.Attach(volume.TargetPath, volume.ReadOnly);
        else if (volume.ReadOnly)
            filesystem.MakeWritable(volume.TargetPath);
        WriteStatus(volume, VolumeStatus.Unserved(volume.PoolKey));
        Listen(volume);
    }

    private void Write(PublishedVolume published, VolumeStatus status)
    {
        WriteStatus(published.Volume, status);
        _volumes[published.Volume.VolumeId] = published with { Status = status };
    }

    [SuppressMessage("Reliability", "CA2000", Justification = "They are the volume's, and closed with it.")]
    private void Listen(VolumeRecord volume)
    {
        using var root = filesystem.OpenRoot(volume.TargetPath);
        var sockets = VolumeSocket.Listen(root, volume.Role);
        _volumes[volume.VolumeId] = new PublishedVolume(volume, sockets, VolumeStatus.Unserved(volume.PoolKey));
        foreach (var observer in _observers)
            observer.OnPublished(volume, sockets);
    }

    private bool TryTakeUp(VolumeRecord volume)
    {
        try
        {
            if (filesystem.Inspect(volume.TargetPath) == TargetState.Ours)
            {
                if (volume.ReadOnly)
                    filesystem.MakeWritable(volume.TargetPath);
                Listen(volume);
                return true;
            }

            VolumeLog.Ghost(logger, volume.VolumeId, volume.PodNamespace, volume.PodName, volume.TargetPath);
            journal.Delete(volume.VolumeId);
            return false;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The entry stays: the kubelet will unpublish the volume, and another start may do better.
            VolumeLog.RebuildFailed(logger, volume.VolumeId, volume.PodNamespace, volume.PodName, failure);
            return true;
        }
    }

    private void Forget(PublishedVolume published)
    {
        _volumes.Remove(published.Volume.VolumeId);
        foreach (var observer in _observers)
            observer.OnUnpublished(published.Volume.VolumeId);
        published.Sockets.Dispose();
    }

    private void Undo(VolumeRecord volume)
    {
        try
        {
            if (_volumes.TryGetValue(volume.VolumeId, out var published))
                Forget(published);
            filesystem.Detach(volume.TargetPath);
            journal.Delete(volume.VolumeId);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            VolumeLog.UndoFailed(logger, volume.VolumeId, failure.Message);
        }
    }

    private void TryWriteUnserved(PublishedVolume published)
    {
        try
        {
            Write(published, VolumeStatus.Unserved(published.Volume.PoolKey) with { Shared = published.Status.Shared });
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            VolumeLog.StatusNotWritten(logger, published.Volume.VolumeId, failure.Message);
        }
    }

    private void WriteStatus(VolumeRecord volume, VolumeStatus status)
    {
        using var root = filesystem.OpenRoot(volume.TargetPath);
        AtomicFile.WriteJson(root.ProcPath, DriverNames.StatusFile, status, VolumeJson.Readable.VolumeStatus, StatusMode);
    }
}

using KvFleet.NodePlugin.Filesystems.Helper;
using KvFleet.NodePlugin.Hosting;
using KvFleet.NodePlugin.Volumes;
using Microsoft.Extensions.Logging;

namespace KvFleet.NodePlugin.Filesystems;

/// <summary>Tells volumes how their <c>shared/</c> is, and takes away what they may not have any more.</summary>
internal sealed class SharedVolumes(NodeOptions options, SharedBoard board, VolumeManager manager, IMountHelper helper, ILogger logger)
{
    /// <summary>Tells one volume.</summary>
    public void Tell(VolumeRecord volume, SharedStatus? status)
    {
        if (!board.Note(volume, status))
            return;
        try
        {
            manager.SetShared(volume.VolumeId, status);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            VolumeLog.StatusNotWritten(logger, volume.VolumeId, failure.Message);
        }
    }

    /// <summary>Looks after the volumes that no filesystem looks after: pools that were refused, that ask for none, or of which nothing was said.</summary>
    public async Task SettleAsync(IReadOnlyDictionary<string, MountEntry> mounts, CancellationToken cancellationToken)
    {
        if (board.Orders is not { } orders)
            return;
        foreach (var volume in board.Volumes)
        {
            var pool = orders.PoolOf(volume);
            if (pool?.Filesystem is { } filesystem && orders.Filesystems.ContainsKey(filesystem))
                continue;
            if (mounts.ContainsKey(SourceMounts.PlaceOf(volume)))
            {
                var task = new HelperTask(HelperVerb.Detach, "", "", options.KubeletDirectory, volume.TargetPath);
                var result = await helper.RunAsync(task, options.FilesystemPatience, cancellationToken);
                FilesystemLog.Hidden(logger, volume.PodNamespace, volume.PodName, result.Failure ?? "done");
            }

            Tell(volume, pool is null ? null : new SharedStatus(false, pool.Reason ?? FilesystemReasons.NotOnNode, pool.Message ?? ""));
        }
    }
}

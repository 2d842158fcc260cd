using KvFleet.NodePlugin.Filesystems.Helper;
using KvFleet.NodePlugin.Hosting;
using KvFleet.NodePlugin.Sweeping;
using KvFleet.NodePlugin.Volumes;
using KvFleet.Protocol;
using KvFleet.Protocol.NodeChannel;
using KvFleet.Sweeping.Contract;
using Microsoft.Extensions.Logging;

namespace KvFleet.NodePlugin.Filesystems;

/// <summary>Keeps one shared filesystem in the volumes of its pools. Each has a loop of its own, so that one that hangs holds up no other.</summary>
internal sealed class FilesystemUnit(
    string name, NodeOptions options, SharedBoard board, SharedVolumes volumes, IMountHelper helper, Func<IReadOnlyDictionary<string, MountEntry>> mounts, TimeProvider time, ILogger logger, bool sweeps)
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(2);
    private readonly FilesystemProber _prober = new(options, helper, time);
    private string _reason = "";

    /// <summary>Runs until cancelled. What is mounted stays.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var sweep = new FilesystemSweep(options, time, logger);
        while (!cancellationToken.IsCancellationRequested)
        {
            var changed = board.Changed;
            try
            {
                await TurnAsync(sweep, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                FilesystemLog.TurnFailed(logger, name, failure);
            }

            await Task.WhenAny(changed, Task.Delay(Tick, time, cancellationToken));
        }
    }

    /// <summary>Looks once and does what is to be done.</summary>
    private async Task TurnAsync(FilesystemSweep sweep, CancellationToken cancellationToken)
    {
        if (board.Orders?.Filesystems.GetValueOrDefault(name) is not { } wanted)
            return;
        var table = mounts();
        var found = await _prober.LookAsync(wanted, table, cancellationToken);
        if (found.Reason != _reason)
            FilesystemLog.Found(logger, name, _reason = found.Reason, found.Message ?? "");

        var working = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var volume in board.Volumes)
        {
            if (board.Orders?.PoolOf(volume) is not { } pool || pool.Filesystem != name)
                continue;
            var status = await KeepAsync(wanted, pool, volume, found, table, cancellationToken);
            volumes.Tell(volume, status);
            if (status.Available)
                working[pool.Uid] = working.GetValueOrDefault(pool.Uid) + 1;
        }

        if (sweeps)
            sweep.Keep(wanted, board.Orders?.PoolsOf(name) ?? [], found is { Works: true, Reason: FilesystemReasons.Ready } ? found.Source : null);
        board.Note(new FilesystemState(
            name, found.Works, found.Reason, found.TotalBytes, found.AvailableBytes,
            [.. (board.Orders?.PoolsOf(name) ?? []).Take(ProtocolLimits.MaxListEntries).OrderBy(static pool => pool.Uid, StringComparer.Ordinal).Select(pool => State(pool, working.GetValueOrDefault(pool.Uid), sweep.Report))],
            found.Message));
    }

    private static SharedPoolState State(WantedPool pool, int volumes, SweepReport? swept)
    {
        var usage = swept?.Pools.FirstOrDefault(report => report.Namespace == pool.Namespace && report.Name == pool.Name)?.Total;
        return new SharedPoolState(pool.Uid, volumes, usage?.Bytes, usage?.Files);
    }

    private async Task<SharedStatus> KeepAsync(
        WantedFilesystem wanted, WantedPool pool, VolumeRecord volume, FilesystemFinding found, IReadOnlyDictionary<string, MountEntry> table, CancellationToken cancellationToken)
    {
        // What is shown stays shown while its server is away: readers go on when it comes back.
        if (!found.Works || found.Source is not { } source)
            return new SharedStatus(false, found.Reason, found.Message ?? "");
        var directory = SharedOrders.DirectoryOf(pool, volume);
        if (!SourceMounts.Shows(source, directory, volume, table))
        {
            var task = new HelperTask(
                HelperVerb.Attach, source.MountPoint, directory, options.KubeletDirectory, volume.TargetPath, volume.ReadOnly, (uint)wanted.UserId, (uint?)wanted.GroupId);
            var result = await helper.RunAsync(task, options.FilesystemPatience, cancellationToken);
            if (result.Failure is { } failure)
                return new SharedStatus(false, result.TimedOut ? FilesystemReasons.NotResponding : FilesystemReasons.AttachFailed, $"Filesystem {name}: {failure}");
            FilesystemLog.Shown(logger, name, directory, volume.PodNamespace, volume.PodName, source.Source);
        }

        return new SharedStatus(true, FilesystemReasons.Ready, wanted.GroupId is { } group ? $"Pods in group {group} can use it." : "");
    }
}

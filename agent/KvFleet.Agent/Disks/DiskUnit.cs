using System.Diagnostics.CodeAnalysis;
using KvFleet.Agent.Reconciliation;
using KvFleet.Agent.Reports;
using KvFleet.Api.Reports;
using KvFleet.Native;
using KvFleet.Store;
using KvFleet.Store.Disk;
using KvFleet.Store.Disk.Files;

namespace KvFleet.Agent.Disks;

/// <summary>The local disk tier of one pool at run time. On the loop; what waits for the device does so in threads of its own.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Closed by CloseAsync, or when nothing is wanted: ending waits for the device, which the loop must not.")]
internal sealed class DiskUnit(PoolKey key, AgentContext context)
{
    private DesiredDisk? _desired;
    private DesiredDisk? _open;
    private PoolStore? _store;
    private DiskTier? _tier;
    private int _ending;

    /// <summary>Nothing of it is open or on its way out.</summary>
    public bool IsIdle => _tier is null && _ending == 0;

    /// <summary>How it is; null when nothing is wanted.</summary>
    public DiskSnapshot? Snapshot => (_desired, _tier) switch
    {
        (null, _) => null,
        ({ Directory: null }, _) => DiskSnapshot.Closed(DiskReportReasons.NotConfigured, "The agents were given no directory for values on disk: set the operator's KVFLEET_AGENT__DISK__DIRECTORY."),
        (_, null) => DiskSnapshot.Closed(DiskReportReasons.Waiting, "It opens with the first memory of the pool on the node."),
        (_, { } tier) => DiskSnapshot.Of(tier.Report),
    };

    /// <summary>Sets what is wanted; null for nothing: what is on the disk is deleted then.</summary>
    public void Want(DesiredDisk? desired)
    {
        var before = _desired;
        _desired = desired;
        var place = _open ?? before;
        // A tier cannot read what was written with another key, and may not be found again under an old one.
        if (place is { Directory: not null } && (place.Directory, place.KeyFile) != (desired?.Directory, desired?.KeyFile))
            End(place.Directory);
        if (_tier is not null && desired is not null)
        {
            _tier.Resize(Capacity(desired));
            _tier.Admit(desired.SightingsToAdmit);
        }

        Open();
    }

    /// <summary>The pool's store is there; nobody uses it yet.</summary>
    public void Attach(PoolStore store)
    {
        _store = store;
        Open();
    }

    /// <summary>Ends it and keeps what is on the disk: the agent stops.</summary>
    /// <returns>Ends when it has.</returns>
    public Task CloseAsync()
    {
        if (_tier is not { } tier)
            return Task.CompletedTask;
        _tier = null;
        return Task.Factory.StartNew(tier.Dispose, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    private static long Capacity(DesiredDisk disk) => Math.Max(disk.CapacityBytes, DiskTierOptions.LeastCapacityBytes);

    [SuppressMessage("Reliability", "CA2000", Justification = "The tier disposes its volume.")]
    private void Open()
    {
        if (_tier is not null || _ending > 0 || _store is null || _desired is not { Directory: { } directory } desired)
            return;
        _open = desired;
        var options = new DiskTierOptions { PoolUid = key.Uid, CapacityBytes = Capacity(desired), SightingsToAdmit = desired.SightingsToAdmit, KeyFile = desired.KeyFile };
        _tier = new DiskTier(options, _store, new LocalDiskVolume(directory, $"the agent for pool {key}", context.Places.Refuse), context.Time);
        _tier.Start();
        context.Logger.DiskOpened(key.ToString(), directory, desired.CapacityBytes);
    }

    private void End(string directory)
    {
        var tier = _tier;
        (_tier, _open) = (null, null);
        _ending++;
        context.StartThread("disk-end", () =>
        {
            tier?.Dispose();
            Delete(directory);
            context.Loop.Post(() =>
            {
                _ending--;
                Open();
            });
        });
    }

    private void Delete(string directory)
    {
        try
        {
            DiskDirectory.Delete(directory);
            context.Logger.DiskFreed(directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NativeException)
        {
            // The next agent that starts tries again.
            context.Logger.DiskNotFreed(e, directory);
        }
    }
}

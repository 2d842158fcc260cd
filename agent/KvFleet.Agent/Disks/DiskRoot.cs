using System.Collections.Immutable;
using KvFleet.Agent.Reconciliation;
using KvFleet.Native;
using KvFleet.Store.Disk.Files;

namespace KvFleet.Agent.Disks;

/// <summary>The disk that the agent was given, for all pools: looks at it now and then beside the loop, and removes what belongs to no pool. On the loop.</summary>
internal sealed class DiskRoot(DiskPlaces places, AgentContext context)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(30);
    private DateTimeOffset _nextLook;
    private bool _isLooking;
    private bool _hasSwept;

    /// <summary>What is known of it; null without a disk.</summary>
    public DiskRootState? State { get; private set; } = places.Root is { } root ? DiskRootState.Unknown(root) : null;

    /// <summary>Time passed.</summary>
    public void Tick()
    {
        if (places.Root is null || _isLooking || context.Time.GetUtcNow() < _nextLook)
            return;
        _isLooking = true;
        context.StartThread("disk-look", () =>
        {
            var state = DiskRootProbe.Look(places);
            context.Loop.Post(() => Take(state));
        });
    }

    /// <summary>Removes, once, the directories of pools that went while no agent was here.</summary>
    /// <param name="pools">Uids of the pools that have something here.</param>
    public void Sweep(ImmutableHashSet<string> pools)
    {
        if (places.Root is not { } root || _hasSwept)
            return;
        _hasSwept = true;
        context.StartThread("disk-sweep", () =>
        {
            try
            {
                foreach (var directory in Directory.EnumerateDirectories(root).Where(directory => !pools.Contains(Path.GetFileName(directory)) && DiskDirectory.IsTier(directory)))
                {
                    DiskDirectory.Delete(directory);
                    context.Logger.DiskFreed(directory);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or NativeException)
            {
                context.Logger.DiskNotFreed(e, root);
            }
        });
    }

    private void Take(DiskRootState state)
    {
        if (state.Reason != State?.Reason && state.Reason is not null)
            context.Logger.DiskNotUsable(state.Reason, state.Message);
        State = state;
        _isLooking = false;
        _nextLook = context.Time.GetUtcNow() + LookEvery;
    }
}

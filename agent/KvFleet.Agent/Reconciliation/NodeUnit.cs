using System.Collections.Immutable;
using KvFleet.Agent.Disks;
using KvFleet.Agent.Filesystems;
using KvFleet.Agent.Volumes;
using KvFleet.Store.Extents.Holders;
using KvFleet.Store.Extents.Mappers;

namespace KvFleet.Agent.Reconciliation;

/// <summary>Everything this node holds, held against what it should hold. All members run on the loop.</summary>
internal sealed class NodeUnit
{
    private readonly AgentContext _context;
    private readonly Dictionary<string, PoolUnit> _pools = new(StringComparer.Ordinal);
    private readonly List<WaitingHolder> _waiting = [];

    /// <summary>How long a holder's connection waits for its assignment: the pod may be here before the news of it.</summary>
    public static readonly TimeSpan AssignmentPatience = TimeSpan.FromSeconds(30);

    public NodeUnit(AgentContext context)
    {
        _context = context;
        context.FindHolder = FindHolder;
        Disk = new DiskRoot(context.Places, context);
    }

    /// <summary>The disk that the agent was given.</summary>
    public DiskRoot Disk { get; }

    /// <summary>Shared filesystems.</summary>
    public SharedFilesystems Shared { get; } = new();

    /// <summary>What the node should hold; null until it is known. When the API server goes away it stays what it was.</summary>
    public DesiredState? Desired { get; private set; }

    public IReadOnlyCollection<PoolUnit> Pools => _pools.Values;

    /// <summary>Works new assignments in.</summary>
    public void Want(DesiredState desired)
    {
        Desired = desired;
        _context.Logger.Assigned(desired.Generation, desired.Pools.Length, desired.Pools.Sum(static pool => pool.Holders.Sum(static holder => holder.Bytes)));
        foreach (var pool in desired.Pools)
        {
            if (!_pools.TryGetValue(pool.Key.Uid, out var unit))
                _pools.Add(pool.Key.Uid, unit = new PoolUnit(pool.Key, _context));
            unit.Want(pool);
        }

        foreach (var unit in _pools.Values.Where(unit => desired.Pools.All(pool => pool.Key.Uid != unit.Key.Uid)))
            unit.Want(null);
        _context.Stores.Share(desired.Pools);
        _context.Doors?.Want(desired.Pools);
        Disk.Sweep([.. desired.Pools.Where(static pool => pool.Disk is not null).Select(static pool => pool.Key.Uid)]);
        AdmitWaiting();
        Sweep();
    }

    /// <summary>Admits the holder behind a volume, now or once it is assigned.</summary>
    public Task<Admission> AdmitHolderAsync(VolumeIdentity volume)
    {
        if (FindAssigned(volume) is { } holder)
            return Task.FromResult(Admit(holder));
        var waiting = new WaitingHolder(volume, _context.Time.GetUtcNow() + AssignmentPatience);
        _waiting.Add(waiting);
        return waiting.Answer;
    }

    /// <summary>Admits the engine behind a volume, if its pool has a part here.</summary>
    public Admission AdmitEngine(VolumeIdentity volume)
    {
        if (FindPool(volume) is { } pool)
            return new Admission(pool, pool.RowStrideBytes, null, null, null);
        var status = Availability(volume);
        return Admission.Refuse(status.Reason, status.Message);
    }

    /// <summary>Whether an engine's volume is of use now.</summary>
    public VolumeAvailability Availability(VolumeIdentity volume)
    {
        if (FindPool(volume) is { } pool)
        {
            return pool.Table.Ready.Any()
                ? new VolumeAvailability(true, AgentReasons.PoolReady, "The pool can be mapped.")
                : new VolumeAvailability(false, AgentReasons.PoolNotReady, $"Pool {pool.Key} has a part on this node, but none of it is populated and locked yet.");
        }

        return Desired is null
            ? new VolumeAvailability(false, AgentReasons.AssignmentsUnknown, "The agent has not heard from the API server yet what this node holds.")
            : new VolumeAvailability(false, AgentReasons.PoolNotOnNode, NotHere(volume));
    }

    /// <summary>The locker came or went.</summary>
    public void SetLocker(bool available)
    {
        if (_context.LockerAvailable == available)
            return;
        _context.LockerAvailable = available;
        foreach (var holder in Holders())
            holder.On(available ? new HolderEvent.LockerBack() : new HolderEvent.LockerLost());
    }

    /// <summary>What the locker should still have mapped.</summary>
    public ImmutableArray<string> LockIds() => [.. Holders().SelectMany(static holder => holder.Extents.Values).Select(static extent => extent.LockId)];

    /// <summary>Time passed.</summary>
    public void Tick()
    {
        foreach (var holder in Holders())
            holder.On(new HolderEvent.Tick());
        _context.Doors?.Tick();
        foreach (var waiting in _waiting.Where(waiting => waiting.Until <= _context.Time.GetUtcNow()).ToList())
        {
            _waiting.Remove(waiting);
            waiting.Refuse(Desired is null);
        }

        Disk.Tick();
        Sweep();
    }

    /// <summary>Measures every extent.</summary>
    public void Measure()
    {
        foreach (var holder in Holders())
            holder.Measure();
    }

    /// <summary>Works a scan in; null for none.</summary>
    public void Assess(IReadOnlyDictionary<PoolUnit, MapperScan>? scans)
    {
        foreach (var pool in _pools.Values)
            pool.Assess(scans?.GetValueOrDefault(pool));
        Sweep();
    }

    public HolderUnit? FindHolder(HolderKey key) => _pools.Values.Select(pool => pool.FindHolder(key)).FirstOrDefault(static holder => holder is not null);

    /// <summary>Stops what runs beside the loop.</summary>
    public async Task CloseAsync()
    {
        var disks = Task.WhenAll(_pools.Values.Select(static pool => pool.Disk.CloseAsync()));
        foreach (var pool in _pools.Values)
            pool.Store.Dispose();
        await disks;
    }

    private List<HolderUnit> Holders() => [.. _pools.Values.SelectMany(static pool => pool.Holders)];

    private PoolUnit? FindPool(VolumeIdentity volume) => _pools.Values.FirstOrDefault(
        pool => pool.Desired is { } desired && pool.Key.Namespace == volume.PoolNamespace && pool.Key.Name == volume.Pool
            && (!volume.IsGuest || desired.Sharing.Allows(volume.PodNamespace)));

    // A guest is not told which of these it is: what other namespaces have is not its business.
    private static string NotHere(VolumeIdentity volume) => volume.IsGuest
        ? $"Pool {volume.PoolNamespace}/{volume.Pool} does not exist, has no part on this node, or is not shared with namespace {volume.PodNamespace}: its owner lists that in spec.sharing.namespaces."
        : $"Pool {volume.PoolNamespace}/{volume.Pool} does not exist or has no part on this node: see kubectl describe kvcachepool {volume.Pool} -n {volume.PoolNamespace}.";

    private HolderUnit? FindAssigned(VolumeIdentity volume)
    {
        var pool = FindPool(volume);
        var desired = pool?.Desired?.Holders.FirstOrDefault(holder => holder.Name == volume.PodName && (holder.Uid is null || holder.Uid == volume.PodUid));
        return desired is null ? null : pool!.FindHolder(new HolderKey(volume.PodNamespace, volume.PodName));
    }

    private static Admission Admit(HolderUnit holder) => new(holder.Pool, holder.Pool.RowStrideBytes, holder, null, null);

    private void AdmitWaiting()
    {
        foreach (var waiting in _waiting.ToList())
        {
            if (FindAssigned(waiting.Volume) is not { } holder)
                continue;
            _waiting.Remove(waiting);
            waiting.Admit(Admit(holder));
        }
    }

    private void Sweep()
    {
        foreach (var pool in _pools.Values.ToList())
        {
            pool.Sweep();
            if (pool.IsGone)
            {
                _pools.Remove(pool.Key.Uid);
                pool.Store.Dispose();
            }
        }
    }
}

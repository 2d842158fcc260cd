using System.Collections.Immutable;
using System.Globalization;
using KvFleet.Agent.Disks;
using KvFleet.Store.Extents;
using KvFleet.Store.Extents.Holders;
using KvFleet.Store.Extents.Mappers;

namespace KvFleet.Agent.Reconciliation;

/// <summary>One pool on this node at run time: its holders, the table of its extents, and who maps them.</summary>
internal sealed class PoolUnit(PoolKey key, AgentContext context)
{
    private readonly Dictionary<HolderKey, HolderUnit> _holders = [];
    private readonly Dictionary<string, MapperIdentity> _pods = new(StringComparer.Ordinal);
    private MapperScan? _scan;

    public PoolKey Key { get; } = key;

    /// <summary>What is wanted of it; null when it is assigned no more.</summary>
    public DesiredPool? Desired { get; private set; }

    public long RowStrideBytes { get; private set; }

    public long HugePageBytes { get; private set; }

    public ExtentPlacement Placement { get; private set; }

    public PoolExtents Table { get; } = new();

    public MapperLedger Ledger { get; } = new();

    /// <summary>What it stores; nothing before its first holder is ready.</summary>
    public StoreUnit Store { get; } = new(key, context);

    /// <summary>What it stores on disk.</summary>
    public DiskUnit Disk => Store.Disk;

    public MapperConnections Mappers { get; } = new();

    /// <summary>Where the extents that are being given back stand.</summary>
    public DrainVerdict Verdict { get; private set; } = DrainVerdict.None;

    public IReadOnlyCollection<HolderUnit> Holders => _holders.Values;

    /// <summary>It is assigned no more, and nothing of it is left.</summary>
    public bool IsGone => Desired is null && _holders.Count == 0 && Table.Extents.Count == 0 && Disk.IsIdle;

    /// <summary>Pods that have or had its extents, by uid: the kernel knows them by nothing else.</summary>
    public IReadOnlyDictionary<string, MapperIdentity> Pods => _pods;

    /// <summary>Sets what is wanted of it; null when it is assigned no more.</summary>
    public void Want(DesiredPool? desired)
    {
        Desired = desired;
        if (desired is not null)
            (RowStrideBytes, HugePageBytes, Placement) = (desired.RowStrideBytes, desired.HugePageBytes, desired.Placement);
        Store.Want(desired?.Store);
        Disk.Want(desired?.Disk);
        var wanted = (desired?.Holders ?? []).ToDictionary(holder => new HolderKey(Key.Namespace, holder.Name));
        foreach (var holder in wanted.Keys.Except(_holders.Keys))
            _holders.Add(holder, new HolderUnit(holder, this, context));
        foreach (var unit in _holders.Values)
            unit.Want(wanted.GetValueOrDefault(unit.State.Key));
    }

    public HolderUnit? FindHolder(HolderKey holder) => _holders.GetValueOrDefault(holder);

    /// <summary>Gives a holder's extents to every engine.</summary>
    public void Publish(HolderUnit holder, IEnumerable<Extent> extents)
    {
        Store.Publish(holder.State.Key, [.. extents], Table, RowStrideBytes);
        foreach (var mapper in Mappers.All)
            Grant(mapper);
        ShowKeys();
    }

    /// <summary>Tells every engine which key tables there are now.</summary>
    public void ShowKeys()
    {
        foreach (var mapper in Mappers.All)
            mapper.ShowKeys(Store.KeyTables);
    }

    /// <summary>Takes a holder's extents back from every engine. Some may be in no table: an agent before this one published them.</summary>
    public void Revoke(HolderUnit holder, IEnumerable<Extent> extents)
    {
        var ids = extents.ToList();
        // What is worth keeping goes to other holders' memory first; engines use what is left meanwhile.
        if (!Store.TryRelocate(holder.State.Key, () => RevokeNow(holder, ids)))
            RevokeNow(holder, ids);
    }

    private void RevokeNow(HolderUnit holder, List<Extent> extents)
    {
        Store.Hide(holder.State.Key);
        ShowKeys();
        var unknown = extents.Where(static extent => !extent.Plan.IsIndex).Where(extent => Table.Extents.All(known => known.Identity != extent.Identity)).ToList();
        if (unknown.Count > 0)
            Table.Publish(holder.State.Key, unknown);
        Tell(Table.Revoke(holder.State.Key, context.Time.GetUtcNow() + context.DrainDeadline));
    }

    /// <summary>Takes back the extents of a holder that is gone.</summary>
    public void Orphan(HolderUnit holder, IReadOnlyCollection<Extent> exposed)
    {
        Store.Detach(holder.State.Key);
        if (exposed.Count > 0)
            RevokeNow(holder, [.. exposed]);
        ShowKeys();
        Tell(Table.Orphan(holder.State.Key, context.Time.GetUtcNow() + context.DrainDeadline));
    }

    /// <summary>Starts to serve an engine that asked for the map.</summary>
    public void Map(IMapperConnection mapper)
    {
        Ledger.Open(mapper.Session);
        Mappers.Add(mapper);
        _pods[mapper.Session.Identity.Uid] = mapper.Session.Identity;

        // Its process may still have what an agent before this one gave it and this one is taking back.
        var revoked = Table.Revoked.ToImmutableArray();
        if (!revoked.IsEmpty)
        {
            Ledger.Hint(mapper.Session, revoked.Select(static extent => extent.Id));
            mapper.Revoke(revoked, context.DrainDeadline);
        }

        Grant(mapper);
        mapper.ShowKeys(Store.KeyTables);
    }

    /// <summary>Works an engine's acknowledgement in.</summary>
    /// <returns>False when it acknowledges what it was never given.</returns>
    public bool Unmapped(IMapperConnection mapper, IReadOnlyCollection<string> ids)
    {
        if (!Ledger.TryAcknowledge(mapper.Session, ids))
            return false;
        // What came back to life between the revocation and its acknowledgement.
        Grant(mapper);
        return true;
    }

    /// <summary>Holders whose memory is being given back.</summary>
    public IReadOnlyList<string> DrainingHolders() => [.. _holders.Values.Where(static holder => holder.State.Revoking).Select(static holder => holder.State.Key.ToString())];

    /// <summary>Notes that an engine's connection ended.</summary>
    public void Detach(IMapperConnection mapper)
    {
        Ledger.Close(mapper.Session);
        Mappers.Remove(mapper);
    }

    /// <summary>Holds what mappers said against what the kernel saw (the last scan, where there is no new one), and moves on what is free.</summary>
    public void Assess(MapperScan? scan)
    {
        if (scan is not null)
            _scan = scan with { Sightings = [.. scan.Sightings.Where(IsForeign)] };
        var stuckBefore = Verdict.StuckBytes;
        Verdict = DrainWatch.Assess([.. Table.Revoked], Ledger, _scan, context.Time.GetUtcNow());
        foreach (var id in Verdict.Clean)
        {
            Table.Remove(id);
            Ledger.Forget(id);
        }

        var keepers = Verdict.Overdue.IsEmpty ? null : DescribeKeepers();
        if (keepers is not null && Verdict.StuckBytes != stuckBefore)
            context.Logger.Stuck(Key.ToString(), Verdict.StuckBytes, keepers);
        foreach (var holder in _holders.Values.Where(unit => unit.State.Revoking && !Store.IsRelocating(unit.State.Key)).ToList())
        {
            var left = Table.Revoked.Where(extent => extent.Holder == holder.State.Key).ToList();
            if (left.TrueForAll(static extent => extent.State == PoolExtentState.Orphaned))
                holder.On(new HolderEvent.MappersGone());
            else if (keepers is not null && left.Exists(Verdict.Overdue.Contains))
                holder.On(new HolderEvent.DrainOverdue(keepers));
        }
    }

    /// <summary>Forgets holders that nobody wants and that hold nothing, and pods that can have nothing.</summary>
    public void Sweep()
    {
        foreach (var holder in _holders.Values.Where(static unit => unit.IsGone).ToList())
        {
            holder.Connection?.Refuse(AgentReasons.HolderNotAssigned, "This node is not assigned the holder any more, and everything it held was given back.");
            _holders.Remove(holder.State.Key);
        }

        if (!Table.Revoked.Any())
        {
            foreach (var uid in _pods.Keys.Except(Mappers.All.Select(static m => m.Session.Identity.Uid), StringComparer.Ordinal).ToList())
                _pods.Remove(uid);
        }

        if (!IsGone)
            return;
        foreach (var mapper in Mappers.All.ToList())
            mapper.Refuse(AgentReasons.PoolNotOnNode, $"Pool {Key} has no part on this node any more.");
    }

    /// <summary>Who keeps the overdue extents, for people.</summary>
    public string DescribeKeepers() => Verdict.Stuck.IsEmpty ? "somebody keeps it, or nobody can tell: the node's processes could not be scanned" : string.Join(", ", Verdict.Stuck.Select(stuck => string.Create(
        CultureInfo.InvariantCulture,
        $"{Describe(stuck)} keeps {stuck.Bytes} bytes")));

    private string Describe(StuckMapper stuck)
    {
        var process = stuck.ProcessId is { } pid ? $"process {pid} ({stuck.Command})" : "a process that does not read its socket";
        return stuck.PodUid is null ? process
            : _pods.TryGetValue(stuck.PodUid, out var pod) ? $"pod {pod}, {process},"
            : $"pod with uid {stuck.PodUid}, {process},";
    }

    private bool IsForeign(MapperSighting sighting) =>
        Table.Extents.FirstOrDefault(extent => extent.Id == sighting.Id) is { } extent
        && (sighting.PodUid is null || (sighting.PodUid != context.OwnPodUid && sighting.PodUid != extent.HolderUid));

    private void Grant(IMapperConnection mapper)
    {
        var has = Ledger.GrantedTo(mapper.Session);
        var fresh = Table.Ready.Where(extent => !has.Contains(extent.Id)).ToImmutableArray();
        // The first answer to "map" comes even when it is empty: the engine then knows that there is nothing yet.
        if (fresh.IsEmpty && !Mappers.IsFirstAnswer(mapper))
            return;
        Ledger.Grant(mapper.Session, fresh.Select(static extent => extent.Id));
        mapper.Grant(Table.Generation, RowStrideBytes, fresh);
    }

    private void Tell(ImmutableArray<PoolExtent> extents)
    {
        foreach (var (session, ids) in Ledger.Revoke([.. extents.Select(static extent => extent.Id)]))
            Mappers.Find(session)?.Revoke([.. extents.Where(extent => ids.Contains(extent.Id, StringComparer.Ordinal))], context.DrainDeadline);
    }
}

using System.Collections.Immutable;
using KvFleet.Store.Extents;
using KvFleet.Store.Extents.Holders;
using KvFleet.Store.Indexing;

namespace KvFleet.Agent.Reconciliation;

/// <summary>One holder at run time: its state, its connection, its memory files. Feeds <see cref="HolderMachine"/> and has <see cref="HolderEffects"/> do what comes out.</summary>
internal sealed class HolderUnit
{
    private readonly AgentContext _context;
    private readonly HolderEffects _effects;
    private readonly ExtentIntake _intake;
    private DesiredHolder? _desired;

    public HolderUnit(HolderKey key, PoolUnit pool, AgentContext context)
    {
        _context = context;
        Pool = pool;
        State = new HolderState { Key = key, LockerAvailable = context.LockerAvailable, AwaitedUntil = context.Time.GetUtcNow() + HolderTimeouts.FirstContact };
        _effects = new HolderEffects(this, context);
        _intake = new ExtentIntake(context.Claims);
    }

    public PoolUnit Pool { get; }

    public HolderState State { get; private set; }

    /// <summary>The way to its process; null while it is not connected.</summary>
    public IHolderConnection? Connection { get; private set; }

    /// <summary>Counts connections: an answer that belongs to an earlier one is dropped.</summary>
    public int Incarnation { get; private set; }

    /// <summary>Its verified memory files, by extent id.</summary>
    public Dictionary<string, Extent> Extents { get; } = new(StringComparer.Ordinal);

    /// <summary>Uid of its pod as last seen.</summary>
    public string? Uid { get; private set; }

    /// <summary>Nobody wants it any more and it holds nothing.</summary>
    public bool IsGone => _desired is null && State.Phase == HolderPhase.Drained;

    /// <summary>Sets what is wanted of it; null when it is assigned no more, which is a drain too.</summary>
    public void Want(DesiredHolder? desired)
    {
        _desired = desired;
        On(new HolderEvent.Wanted(desired?.Goal ?? HolderGoal.Drain, Plan()));
    }

    /// <summary>Takes a connection and what its process holds already. The newest connection counts: an older one of the same pod is its past.</summary>
    public void Connect(IHolderConnection connection, IReadOnlyList<PassedExtent> passed)
    {
        if (Connection is { } old)
        {
            Disconnect(old, "It connected again.");
            old.Refuse(KvFleet.Protocol.Volume.RefusalReasons.AlreadyConnected, "Another connection of the same holder took over.");
        }

        Connection = connection;
        Uid = connection.HolderUid;
        Incarnation++;
        var plan = Plan();
        var intake = _intake.TakeHeld(passed, plan);
        foreach (var extent in intake.Extents)
            Extents.Add(extent.Plan.Id, extent);
        On(new HolderEvent.Connected(plan, intake.Held));
        if (intake.Fault is { } fault)
            On(new HolderEvent.Misbehaved(fault.Reason, fault.Message));
    }

    /// <summary>Takes the memory files it was asked for.</summary>
    public void Allocated(IReadOnlyList<PassedExtent> passed)
    {
        var asked = State.Extents.Where(static extent => extent.Stage == ExtentStage.Allocating).Select(static extent => extent.Plan).ToImmutableArray();
        var intake = _intake.TakeAllocated(passed, asked);
        foreach (var extent in intake.Extents)
            Extents.Add(extent.Plan.Id, extent);
        On(intake.Fault is { } fault ? new HolderEvent.Misbehaved(fault.Reason, fault.Message) : new HolderEvent.Allocated(intake.Held));
    }

    /// <summary>Takes its word that extents are populated, and measures.</summary>
    public void Populated(IEnumerable<string> ids) => On(new HolderEvent.Populated(
        [.. ids.Where(Extents.ContainsKey).Select(id => new KeyValuePair<string, long>(id, Extents[id].MeasureResidentBytes()))]));

    /// <summary>Takes a sign of life, and measures.</summary>
    public void Progressed(string id)
    {
        if (Extents.TryGetValue(id, out var extent))
            On(new HolderEvent.Progress(id, extent.MeasureResidentBytes()));
    }

    /// <summary>Notes that a connection ended; one that was replaced has ended before.</summary>
    public void Disconnect(IHolderConnection connection, string message)
    {
        if (Connection != connection)
            return;
        Connection = null;
        Incarnation++;
        On(new HolderEvent.Disconnected(message));
    }

    /// <summary>Measures every extent: holes that a mapper punched show here.</summary>
    public void Measure()
    {
        foreach (var (id, extent) in Extents.ToArray())
            On(new HolderEvent.Measured(id, extent.MeasureResidentBytes()));
    }

    /// <summary>Works an event in and starts what follows from it.</summary>
    public void On(HolderEvent happened)
    {
        var before = State;
        var next = HolderMachine.Next(State, happened, _context.Time.GetUtcNow());
        State = next.State;
        Tell(before);
        foreach (var effect in next.Effects)
            _effects.Do(effect);
    }

    /// <summary>Works an answer in, unless it belongs to an earlier connection.</summary>
    public void On(HolderEvent happened, int incarnation)
    {
        if (incarnation == Incarnation)
            On(happened);
    }

    private ImmutableArray<ExtentPlan> Plan()
    {
        if (_desired is null || Uid is null)
            return [];
        var result = ExtentPlanner.Plan(new ExtentRequest(
            Uid, _desired.Bytes, Pool.HugePageBytes, Pool.Placement, _context.NumaNodes, Environment.SystemPageSize)
        {
            IndexBytes = IndexGeometry.BytesFor(_desired.Bytes, Pool.RowStrideBytes, Math.Max(Pool.HugePageBytes, Environment.SystemPageSize)),
        });
        if (result.Error is { } error && State.Reason != HolderReasons.InvalidSize)
            On(new HolderEvent.CannotPlan(HolderReasons.InvalidSize, error));
        return result.Extents;
    }

    private void Tell(HolderState before)
    {
        if (before.Phase != State.Phase)
            _context.Logger.HolderPhaseChanged(State.Key, Pool.Key.ToString(), before.Phase, State.Phase, State.Reason, State.Message);
        if (before.Punches != State.Punches)
            _context.Metrics.Punched(Pool.Key, State.Punches - before.Punches);
    }
}

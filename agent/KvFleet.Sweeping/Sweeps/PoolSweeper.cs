using KvFleet.Sweeping.Contract;
using KvFleet.Sweeping.Deletion;
using KvFleet.Sweeping.Inventory;
using KvFleet.Sweeping.Layouts;
using KvFleet.Sweeping.Members;
using KvFleet.Sweeping.Pacing;
using KvFleet.Sweeping.Scanning;
using KvFleet.Sweeping.Selection;

namespace KvFleet.Sweeping.Sweeps;

/// <summary>One pool's part of the sweep: looks, then deletes what its quota demands and what nobody will use any more.</summary>
internal sealed class PoolSweeper(SweepPool pool, string root) : IDisposable
{
    private const double StuckSeconds = 5;
    private readonly PoolInventory _inventory = new();
    private readonly AgeCounts _hitAges = new();
    private readonly DeletionTally _tally = new();
    private readonly WriteRate _byteRate = new();
    private readonly WriteRate _inodeRate = new();
    private readonly Condemned _condemned = new();
    private readonly List<SweepRefusal> _refusals = [];
    private SweepPool _pool = pool;
    private PoolTrees _trees = new(pool.Trees);
    private PinSet _pins = new(pool.Pinned);
    private IReadOnlyCollection<Leftover> _leftovers = [];
    private SlotSet? _slots;
    private bool _isReadable;
    private double? _fullAt;
    private long _deletedBlocks;
    private long _deletedInodes;
    private long? _scannedAt;
    private double _scanSeconds;
    private QuotaDemand _demand;
    private IReadOnlyList<TreeReport> _treeReports = [];
    private MemberShare? _others;
    private bool _hasProgressed;

    /// <summary><c>namespace/name</c>.</summary>
    public string Key { get; } = $"{pool.Namespace}/{pool.Name}";

    /// <summary>Directory relative to the filesystem's root; a pool of another one is another pool.</summary>
    public string Directory { get; } = pool.Directory;

    /// <summary>What this member's share holds; null until it was looked at with the present slots.</summary>
    public MemberShare? Share => _isReadable ? new MemberShare(_inventory.Usage(), _byteRate.PerSecond, _inodeRate.PerSecond) : null;

    /// <summary>What this member's share is made of.</summary>
    public IReadOnlyCollection<KeyValuePair<string, UnitInventory>> Units => _inventory.Units;

    /// <summary>An engine makes a directory right before it writes into it; where inodes are short, a minute has to do.</summary>
    private long EmptyAge => (long)(_demand.Files > 0 ? Math.Min(60, _pool.EmptyDirectoryAgeSeconds) : _pool.EmptyDirectoryAgeSeconds);

    private string FullPath => Path.Combine(root, Directory);

    /// <summary>Takes what changed of the configuration.</summary>
    public void Configure(SweepPool changed)
    {
        if (!changed.Pinned.SequenceEqual(_pool.Pinned, StringComparer.Ordinal) || !changed.Trees.Select(Identity).SequenceEqual(_pool.Trees.Select(Identity), StringComparer.Ordinal))
        {
            // Files that were pinned are in no record, those that are now still are: a full look puts that right.
            (_trees, _pins, _fullAt) = (new PoolTrees(changed.Trees), new PinSet(changed.Pinned), null);
        }

        _pool = changed;
    }

    /// <summary>Looks.</summary>
    public void Look(Round round, CancellationToken cancellationToken)
    {
        _refusals.Clear();
        if (_slots is null || !_slots.SetEquals(round.Slots))
        {
            _byteRate.Reset();
            _inodeRate.Reset();
        }

        _slots = round.Slots;
        var started = round.Seconds;
        var isFull = _fullAt is not { } at || started - at >= round.Configuration.FullScanIntervalSeconds;
        var outcome = PoolScanner.Scan(
            new ScanOrder
            {
                Directory = FullPath,
                Now = round.Now,
                IsFull = isFull,
                ChangeMarginSeconds = 2 + (long)Math.Ceiling(round.Configuration.AttributeCacheSeconds),
                TemporaryAgeSeconds = (long)_pool.TemporaryFileAgeSeconds,
                EmptyAgeSeconds = EmptyAge,
                StaleAgeSeconds = (long)_pool.StaleAgeSeconds,
                Slots = round.Slots,
                Pins = _pins,
                Limiter = round.Looks,
            },
            _trees,
            _inventory,
            round.Configuration.Threads,
            cancellationToken);
        (_leftovers, _isReadable, _scannedAt) = (outcome.Leftovers, outcome.Problems is null, round.Now);
        _scanSeconds = round.Seconds - started;
        _hitAges.Add(outcome.HitAges);
        if (outcome.Problems is { } problems)
        {
            _condemned.Clear();
            (_fullAt, _demand) = (null, default);
            Refuse(SweepReason.TreeUnreadable, $"{problems}. Nothing is deleted in this pool until all of it can be read: give the sweeping uid and gid access.");
            return;
        }

        if (isFull)
        {
            _fullAt = started;
            _treeReports = [.. _pool.Trees.DefaultIfEmpty(new SweepTree { Path = "" }).Select(tree => TreeInspector.Inspect(FullPath, tree))];
        }

        foreach (var tree in _treeReports.Where(tree => tree.Differences.Count > 0))
            Refuse(SweepReason.FingerprintMismatch, $"{FullPath}/{tree.Path}: {string.Join("; ", tree.Differences)}. Engines must not share it: give the pool another tree, or correct its model, revision and parallelism.");
        var usage = _inventory.Usage();
        _byteRate.Observe(usage.Bytes, _deletedBlocks << 9, started);
        _inodeRate.Observe(usage.Inodes, _deletedInodes, started);
        (_deletedBlocks, _deletedInodes) = (0, 0);
    }

    /// <summary>The files that may go now; null: none may.</summary>
    public Candidates? CandidatesNow(Round round)
    {
        if (!_isReadable || _others is null)
            return null;
        return Protect(round).Newest is { } newest ? new Candidates([.. _inventory.Units.Values], newest) : null;
    }

    /// <summary>Deletes what the quota demands, and leftovers.</summary>
    /// <param name="round">The round.</param>
    /// <param name="others">What other members hold; null: not known.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public void Sweep(Round round, MemberShare? others, CancellationToken cancellationToken)
    {
        (_others, _hasProgressed) = (others, false);
        if (round.Configuration.DryRun)
            _tally.Clear();
        if (!_isReadable)
            return;
        Tidy(round, cancellationToken);
        if (_pool.QuotaBytes is null && _pool.QuotaInodes is null)
            Refuse(SweepReason.QuotaUnknown, "no quota of bytes or inodes is known: nothing is deleted for it. Set sharedFilesystem.quota of the pool, or the filesystem's default quota.");
        if (others is null)
        {
            Refuse(SweepReason.MembersUnknown, "not all members of the sweep have looked since they divide the work as they do now: nothing is deleted until they have.");
            return;
        }

        _demand = QuotaDemand.Of(_pool, Share!, others, Reaction(round));
        if (_demand is { Bytes: <= 0, Files: <= 0 })
        {
            _condemned.Clear();
            return;
        }

        var protection = Protect(round);
        if (protection.Newest is not { } newest)
        {
            _refusals.Add(protection.Reason!);
            return;
        }

        var cut = CutoffSelector.Select([new Candidates([.. _inventory.Units.Values], newest)], _demand.Bytes, _demand.Files);
        if (!cut.IsEnough)
        {
            Refuse(SweepReason.AllProtected, $"{_demand.Bytes} bytes and {_demand.Files} files have to go, but only {cut.Bytes} bytes in {cut.Files} files are old enough and not pinned: lower minAge, unpin, or raise the quota.");
            if (cut.Files == 0)
                return;
        }

        Delete(round, cut, new BoundaryBudget(cut.BoundaryBytes, cut.BoundaryFiles), _condemned.Choose(cut.LastUse, round.Seconds, _pool.GraceSeconds), _demand.Reason, _inventory.Units, cancellationToken);
    }

    /// <summary>Deletes up to a moment.</summary>
    /// <param name="round">The round.</param>
    /// <param name="cut">What was chosen.</param>
    /// <param name="boundary">What may go of the very second of the cut; shared by pools with a common cut.</param>
    /// <param name="due">Up to where the grace period is over; 0: nowhere.</param>
    /// <param name="reason">Why.</param>
    /// <param name="units">From what.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public void Delete(
        Round round, in Cutoff cut, BoundaryBudget boundary, uint due, SweepReason reason, IReadOnlyCollection<KeyValuePair<string, UnitInventory>> units, CancellationToken cancellationToken)
    {
        if (due == 0)
            return;
        var whole = due >= cut.LastUse && cut.BoundaryBytes != long.MaxValue;
        var counts = PoolDeleter.Delete(
            new DeletionOrder
            {
                Directory = FullPath,
                LastUse = whole ? cut.LastUse : due + 1,
                Boundary = whole ? boundary : new BoundaryBudget(0, 0),
                Pins = _pins,
                Limiter = round.Deletions,
                IsDryRun = round.Configuration.DryRun,
            },
            _trees,
            units,
            round.Configuration.Threads,
            cancellationToken);
        Count(round, reason, counts);
        if (round.Configuration.DryRun)
            Refuse(SweepReason.DryRun, $"{counts.Files} files with {counts.Blocks << 9} bytes would have been deleted ({reason}).");
    }

    /// <summary>Time until this pool should be looked at again, in seconds.</summary>
    public double NextLook(Round round)
    {
        var longest = round.Configuration.ScanIntervalSeconds;
        var shortest = LookInterval.Shortest(_scanSeconds, longest);
        if (_others is null && _isReadable)
            return Math.Min(longest, Math.Max(1, shortest));
        var next = _demand.SecondsToLine is { } seconds ? Math.Clamp(seconds / 2, shortest, longest) : longest;
        if (_condemned.NextDue is { } due)
            return Math.Clamp(due - round.Seconds, 0, next);

        // Over its line, and nothing may go: to ask four times a second would not make files older.
        return _demand is not { Bytes: <= 0, Files: <= 0 } && !_hasProgressed ? Math.Min(longest, Math.Max(StuckSeconds, shortest)) : next;
    }

    /// <summary>What is to be told.</summary>
    public PoolReport Report(Round round) => new()
    {
        Namespace = _pool.Namespace,
        Name = _pool.Name,
        Own = _inventory.Usage(),
        Total = Share is { } share && _others is { } others ? share.Usage + others.Usage : null,
        ScannedAt = _scannedAt is { } at ? DateTimeOffset.FromUnixTimeSeconds(at) : null,
        ScanSeconds = _scanSeconds,
        WriteBytesPerSecond = _byteRate.PerSecond + (_others?.WriteBytesPerSecond ?? 0),
        StopLineBytes = _demand.ByteLine,
        Ages = _inventory.Ages(round.Now),
        HitAges = _hitAges.ToHistogram(),
        CondemnedUpTo = _condemned.UpTo > 0 ? DateTimeOffset.FromUnixTimeSeconds(_condemned.UpTo) : null,
        Deleted = _tally.ToReport(),
        Trees = _treeReports,
        Refusals = [.. _refusals],
    };

    /// <inheritdoc/>
    public void Dispose() => _inventory.Dispose();

    private static string Identity(SweepTree tree) =>
        string.Join('\0', tree.Fingerprint.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => $"{field.Key}={field.Value}").Prepend($"{tree.Path}\0{tree.Layout}"));

    private Protection Protect(Round round) => Protection.Of(_pool.MinAgeSeconds, round.Configuration, round.Now, round.AccessesLostAt);

    private void Tidy(Round round, CancellationToken cancellationToken)
    {
        var removed = LeftoverRemover.Remove(
            new LeftoverOrder(
                FullPath, round.Now, (long)_pool.TemporaryFileAgeSeconds, EmptyAge, (long)_pool.StaleAgeSeconds, _pins, round.Deletions, round.Configuration.DryRun),
            _leftovers,
            cancellationToken);
        _leftovers = [];
        foreach (var (reason, counts) in removed)
            Count(round, reason, counts);

        // Grace needs no period of its own here: nobody has looked for anything in such a tree for days.
        var stale = _inventory.Units.Where(unit => unit.Value.IsStale).ToArray();
        if (stale.Length > 0 && Protection.Of(Math.Max(_pool.StaleAgeSeconds, _pool.MinAgeSeconds), round.Configuration, round.Now, round.AccessesLostAt).Newest is { } newest)
            Delete(round, Cutoff.None with { LastUse = newest + 1 }, new BoundaryBudget(0, 0), newest + 1, SweepReason.StaleFingerprint, stale, cancellationToken);
    }

    private double Reaction(Round round)
    {
        var perSecond = round.Configuration.DeletesPerSecond;
        var batch = perSecond > 0 ? _inodeRate.PerSecond / perSecond : 0;
        return LookInterval.Shortest(_scanSeconds, round.Configuration.ScanIntervalSeconds) + _scanSeconds + _pool.GraceSeconds + batch;
    }

    private void Count(Round round, SweepReason reason, in DeletionCounts counts)
    {
        _tally.Add(reason, counts);
        _hasProgressed |= counts.Files > 0 && !round.Configuration.DryRun;
        if (!round.Configuration.DryRun)
            (_deletedBlocks, _deletedInodes) = (_deletedBlocks + counts.Blocks, _deletedInodes + counts.Files);
        if (counts.Failed > 0)
            Refuse(SweepReason.DeletionFailed, $"{counts.Failed} could not be deleted ({reason}), the first: {counts.Failure}.");
    }

    private void Refuse(SweepReason reason, string message) => _refusals.Add(new SweepRefusal(reason, message));
}

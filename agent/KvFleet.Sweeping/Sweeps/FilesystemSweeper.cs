using KvFleet.Native;
using KvFleet.Sweeping.Contract;
using KvFleet.Sweeping.Deletion;
using KvFleet.Sweeping.Members;
using KvFleet.Sweeping.Pacing;
using KvFleet.Sweeping.Selection;

namespace KvFleet.Sweeping.Sweeps;

/// <summary>The sweep of one filesystem, round by round. Every call may wait for the filesystem: one thread of its own runs it.</summary>
internal sealed class FilesystemSweeper(TimeProvider time) : IDisposable
{
    private readonly Dictionary<string, PoolSweeper> _pools = new(StringComparer.Ordinal);
    private readonly Condemned _condemned = new();
    private SweepConfiguration? _configuration;
    private RateLimiter _looks = new(0, time);
    private RateLimiter _deletions = new(0, time);
    private IReadOnlyList<string> _divided = [];

    /// <summary>Time until the next round, in seconds.</summary>
    public double NextRound { get; private set; }

    /// <summary>Makes a round: says that this member lives, looks, tells the others, deletes.</summary>
    /// <param name="configuration">What is wanted; checked.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What there is and what was done.</returns>
    public SweepReport Run(SweepConfiguration configuration, CancellationToken cancellationToken)
    {
        Configure(configuration);
        List<SweepRefusal> refusals = [];
        var board = new MemberBoard(Path.Combine(configuration.Root, configuration.MembersDirectory), configuration.Member, configuration.MemberTimeoutSeconds);
        NextRound = configuration.ScanIntervalSeconds;
        if (!TryMeet(board, configuration, refusals, out var members))
            return Report(configuration, time.GetUtcNow(), null, 0, [], refusals);

        if (!members.Names.SequenceEqual(_divided, StringComparer.Ordinal))
            _divided = members.Names;
        var round = new Round
        {
            Configuration = configuration,
            Now = members.Now.ToUnixTimeSeconds(),
            Time = time,
            Slots = SlotShares.Of(configuration.Member, members.Names),
            Looks = _looks,
            Deletions = _deletions,
            AccessesLostAt = members.AccessesLostAt(configuration.AccessesLostAt)?.ToUnixTimeSeconds(),
        };
        foreach (var pool in _pools.Values)
            pool.Look(round, cancellationToken);

        // What was found is told before anything is deleted; what others tell now may divide the work anew, which then waits for the next round.
        if (!TryMeet(board, configuration, refusals, out members))
            return Report(configuration, time.GetUtcNow(), round, 0, [], refusals);
        foreach (var pool in _pools.Values)
            pool.Sweep(round, members.Names.SequenceEqual(_divided, StringComparer.Ordinal) ? members.OthersOf(pool.Key) : null, cancellationToken);
        Drain(round, refusals, cancellationToken);
        Tell(board, configuration, refusals);
        NextRound = Math.Min(configuration.ScanIntervalSeconds, _pools.Values.Select(pool => pool.NextLook(round)).Append(_condemned.NextDue - round.Seconds ?? double.MaxValue).Append(configuration.ScanIntervalSeconds).Min());
        return Report(configuration, members.Now, round, (members.Now - time.GetUtcNow()).TotalSeconds, members.Names, refusals);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var pool in _pools.Values)
            pool.Dispose();
        _pools.Clear();
    }

    private void Configure(SweepConfiguration configuration)
    {
        if (_configuration?.DeletesPerSecond != configuration.DeletesPerSecond)
            _deletions = new RateLimiter(configuration.DeletesPerSecond, time);
        if (_configuration?.ScannedFilesPerSecond != configuration.ScannedFilesPerSecond)
            _looks = new RateLimiter(configuration.ScannedFilesPerSecond, time);
        if (_configuration?.Root is { } root && !string.Equals(root, configuration.Root, StringComparison.Ordinal))
            Dispose();
        _configuration = configuration;
        var wanted = configuration.Pools.ToDictionary(pool => $"{pool.Namespace}/{pool.Name}", StringComparer.Ordinal);
        foreach (var (key, pool) in _pools.ToArray())
        {
            if (wanted.TryGetValue(key, out var still) && string.Equals(still.Directory, pool.Directory, StringComparison.Ordinal))
            {
                pool.Configure(still);
                continue;
            }

            pool.Dispose();
            _pools.Remove(key);
        }

        foreach (var (key, pool) in wanted)
        {
            if (!_pools.ContainsKey(key))
                _pools.Add(key, new PoolSweeper(pool, configuration.Root));
        }
    }

    private MemberStatement Statement(SweepConfiguration configuration) => new()
    {
        Member = configuration.Member,
        Members = _divided,
        AccessesLostAt = configuration.AccessesLostAt,
        Pools = _pools.Values.Where(pool => pool.Share is not null).ToDictionary(pool => pool.Key, pool => pool.Share!, StringComparer.Ordinal),
    };

    private bool TryMeet(MemberBoard board, SweepConfiguration configuration, List<SweepRefusal> refusals, out Membership members)
    {
        try
        {
            members = board.Read(board.Write(Statement(configuration)));
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            members = new Membership([], [], [], time.GetUtcNow());
            Refuse(configuration, refusals, exception);
            return false;
        }
    }

    private void Tell(MemberBoard board, SweepConfiguration configuration, List<SweepRefusal> refusals)
    {
        try
        {
            board.Write(Statement(configuration));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Refuse(configuration, refusals, exception);
        }
    }

    private static void Refuse(SweepConfiguration configuration, List<SweepRefusal> refusals, Exception exception) => refusals.Add(new SweepRefusal(
        SweepReason.MembersUnknown,
        $"{Path.Combine(configuration.Root, configuration.MembersDirectory)} cannot be used ({exception.Message.TrimEnd('.')}): nothing is deleted by a member that the others do not see. Let the sweeping uid and gid own that directory."));

    /// <summary>Brings the filesystem below its low watermark: the longest unused files of all pools.</summary>
    private void Drain(Round round, List<SweepRefusal> refusals, CancellationToken cancellationToken)
    {
        if (round.Configuration.Watermarks is not { } marks || Usage(round.Configuration) is not { } usage)
            return;
        var (bytes, files) = WatermarkDemand.Of(marks, usage);
        if (bytes <= 0 && files <= 0)
        {
            _condemned.Clear();
            return;
        }

        var candidates = _pools.Values.Select(pool => (Pool: pool, Candidates: pool.CandidatesNow(round))).Where(each => each.Candidates is not null).ToArray();
        var share = (double)round.Slots.Size / SlotSet.Count;
        var cut = CutoffSelector.Select([.. candidates.Select(each => each.Candidates!)], (long)Math.Ceiling(bytes * share), (long)Math.Ceiling(files * share));
        if (!cut.IsEnough)
        {
            refusals.Add(new SweepRefusal(
                SweepReason.AllProtected,
                $"the filesystem is above its high watermark, but of {bytes} bytes and {files} inodes that have to go only {cut.Bytes} bytes in {cut.Files} files may: the rest is too young, pinned, unreadable, or no pool's."));
        }

        var grace = round.Configuration.Pools.Select(pool => pool.GraceSeconds).DefaultIfEmpty(0).Max();
        var due = candidates.Length == 0 ? 0 : _condemned.Choose(cut.LastUse, round.Seconds, grace);
        var boundary = new BoundaryBudget(cut.BoundaryBytes, cut.BoundaryFiles);
        foreach (var (pool, own) in candidates)
        {
            // A pool's own protection may end before the common cut.
            var limited = cut.LastUse > own!.Newest ? cut with { LastUse = own.Newest, BoundaryBytes = long.MaxValue } : cut;
            pool.Delete(round, limited, boundary, Math.Min(due, own.Newest), SweepReason.Watermark, pool.Units, cancellationToken);
        }
    }

    private static FilesystemUsage? Usage(SweepConfiguration configuration)
    {
        try
        {
            var facts = FilesystemFacts.Of(configuration.Root);
            return new FilesystemUsage(facts.TotalBytes, facts.UsedBytes, facts.AvailableBytes, facts.TotalInodes, facts.UsedInodes);
        }
        catch (NativeException)
        {
            return null;
        }
    }

    private SweepReport Report(
        SweepConfiguration configuration, DateTimeOffset now, Round? round, double skew, IReadOnlyList<string> members, IReadOnlyList<SweepRefusal> refusals) => new()
    {
        Filesystem = configuration.Filesystem,
        At = now,
        ClockSkewSeconds = Math.Round(skew, 3),
        FilesystemUsage = Usage(configuration),
        Members = members,
        OwnShare = round is null ? 0 : (double)round.Slots.Size / SlotSet.Count,
        Pools = round is null ? [] : [.. _pools.Values.Select(pool => pool.Report(round))],
        Refusals = refusals,
    };
}

using KvFleet.Sweeping.Contract;
using KvFleet.Sweeping.Members;
using KvFleet.Sweeping.Pacing;
using KvFleet.Sweeping.Sweeps;
using KvFleet.Testing;

namespace KvFleet.Benchmarks.Sweeping;

/// <summary>Files kept within a quota of inodes by the product's sweeper of a pool, in the trace's time.</summary>
internal sealed class SweptFiles : TraceFiles, IDisposable
{
    // The pool's directory and those in it are inodes, too.
    private const int OtherInodes = 17;
    private readonly PoolSweeper _sweeper;
    private readonly SweepConfiguration _configuration;
    private readonly FakeTimeProvider _time = new();
    private readonly RateLimiter _unlimited;
    private long _clock;

    public SweptFiles(string directory, int capacity)
        : base(directory, capacity)
    {
        var pool = new SweepPool
        {
            Namespace = "bench", Name = "trace", Directory = Path.GetFileName(directory), QuotaInodes = capacity + OtherInodes, LowPercent = 98, MinAgeSeconds = 0, GraceSeconds = 0,
        };
        _configuration = new SweepConfiguration { Filesystem = "bench", Root = Path.GetDirectoryName(directory)!, Member = "one", ScanIntervalSeconds = 0.01, Threads = 1, Pools = [pool] };
        _sweeper = new PoolSweeper(pool, _configuration.Root);
        _unlimited = new RateLimiter(0, _time);
        _clock = Clock;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _sweeper.Dispose();
        Directory.Delete(Root, recursive: true);
    }

    /// <inheritdoc/>
    protected override void Evict()
    {
        _time.Advance(TimeSpan.FromSeconds(Clock - _clock));
        _clock = Clock;
        var round = new Round { Configuration = _configuration, Now = Clock, Time = _time, Slots = SlotSet.All, Looks = _unlimited, Deletions = _unlimited };
        _sweeper.Look(round, CancellationToken.None);
        _sweeper.Sweep(round, new MemberShare(PoolUsage.None, 0, 0), CancellationToken.None);
        var report = _sweeper.Report(round);
        if (report.Refusals.Count > 0)
            throw new InvalidOperationException(string.Join("; ", report.Refusals));
        Count = (int)report.Own.Files;
    }
}

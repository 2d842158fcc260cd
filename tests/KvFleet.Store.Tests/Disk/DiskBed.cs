using System.Diagnostics;
using KvFleet.Store.Disk;
using KvFleet.Store.Disk.Files;
using KvFleet.Store.Disk.Health;

namespace KvFleet.Store.Tests.Disk;

/// <summary>A store with a tier below it, in a directory of its own. Memory and process come and go, the directory stays.</summary>
internal sealed class DiskBed : IDisposable
{
    private readonly DirectoryInfo _directory;
    private readonly int _rows;
    private readonly TimeProvider _time;
    private TestMemory _memory;

    public DiskBed(DiskTierOptions? options = null, int rows = 64, Func<IDiskVolume, IDiskVolume>? wrap = null, TimeProvider? time = null, string? directory = null, bool start = true)
    {
        _directory = directory is null ? Directory.CreateTempSubdirectory("kvfleet-disk-") : new DirectoryInfo(directory);
        _rows = rows;
        _time = time ?? TimeProvider.System;
        Wrap = wrap ?? (static volume => volume);
        Options = options ?? Small;
        _memory = new TestMemory(rows);
        Store = _memory.Open(time: _time);
        Tier = NewTier();
        if (start)
            Start();
    }

    /// <summary>Segments of 1 MiB, 16 of them; looks every 10 ms.</summary>
    public static DiskTierOptions Small { get; } = new()
    {
        PoolUid = "pool-1",
        CapacityBytes = 16 << 20,
        SegmentBytes = 1 << 20,
        BatchBytes = 256 << 10,
        WriteThreads = 2,
        ReadThreads = 2,
        Throttled = false,
        VolatileDirectory = null,
        Interval = TimeSpan.FromMilliseconds(10),
    };

    public DiskTierOptions Options { get; set; }

    public Func<IDiskVolume, IDiskVolume> Wrap { get; set; }

    public PoolStore Store { get; private set; }

    public DiskTier Tier { get; private set; }

    public string Path => _directory.FullName;

    public DiskTierReport Report => Tier.Report;

    public void Start()
    {
        Tier.Start();
        Await(() => Report.Condition.Reason != DiskReasons.Recovering, "the tier does not start");
    }

    /// <summary>Stores a value and uses it once, so that it has been seen twice.</summary>
    public void PutTwice(int key, byte[] value)
    {
        Store.Put(TestMemory.Key(key), value).ShouldBeTrue();
        Store.Get(TestMemory.Key(key)).ShouldNotBeNull();
    }

    /// <summary>The same, and waits until it is on the disk.</summary>
    public void Demote(int key, byte[] value)
    {
        PutTwice(key, value);
        Await(() => Tier.Contains(TestMemory.Key(key)), $"key {key} does not get to the disk", () => $"{Report} {Store.Statistics}");
    }

    /// <summary>Gets a value, from the disk if it is there only.</summary>
    public byte[]? Load(int key)
    {
        var name = TestMemory.Key(key);
        if (Store.Find(name).State == StoreRecordState.OnLowerTier)
        {
            Tier.RequestLoad(name);
            Await(() => Store.Find(name).State != StoreRecordState.OnLowerTier || Report.WaitingLoads == 0 && Report.LoadsRefused > 0, $"key {key} does not come back", () => $"{Report}");
        }

        return Store.Get(name);
    }

    /// <summary>The machine starts again: memory is empty, the disk is what it was.</summary>
    public void Reboot(DiskTierOptions? options = null, string? fingerprint = null)
    {
        Options = options ?? Options;
        Tier.Dispose();
        LoseMemory();
        if (fingerprint is not null)
            Store.Memory.Agree(0, fingerprint);
        Replace();
    }

    /// <summary>Another tier takes the place of one that has ended; memory stays.</summary>
    public void Replace()
    {
        Tier = NewTier();
        Start();
    }

    public static void Await(Func<bool> condition, string problem, Func<string>? state = null)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            if (watch.Elapsed > TimeSpan.FromSeconds(30))
                throw new TimeoutException($"{problem} {state?.Invoke()}; threads: {Threads()}");
            Thread.Sleep(2);
        }
    }

    /// <summary>Where the kernel has the tier's threads.</summary>
    private static string Threads() => string.Join("; ", Directory.EnumerateDirectories("/proc/self/task").Select(static task =>
        $"{File.ReadAllText($"{task}/comm").Trim()} {File.ReadAllText($"{task}/stat").Split(") ")[1][0]} {File.ReadAllText($"{task}/wchan")}").Where(static thread => thread.StartsWith("disk", StringComparison.Ordinal)));

    public string[] Files() => [.. Directory.EnumerateFiles(Path, "segment-*").Order(StringComparer.Ordinal)];

    public void Dispose()
    {
        Tier.Dispose();
        Store.Dispose();
        _memory.Dispose();
        if (Directory.Exists(Path))
            _directory.Delete(recursive: true);
    }

    private void LoseMemory()
    {
        Store.Dispose();
        _memory.Dispose();
        _memory = new TestMemory(_rows);
        Store = _memory.Open(time: _time);
    }

    private DiskTier NewTier() => new(Options, Store, Wrap(new LocalDiskVolume(Path, "test")), _time);
}

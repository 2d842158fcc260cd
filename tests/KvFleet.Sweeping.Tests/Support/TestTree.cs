using KvFleet.Native;
using KvFleet.Sweeping.Contract;
using KvFleet.Sweeping.Inventory;
using KvFleet.Sweeping.Pacing;
using KvFleet.Sweeping.Scanning;

namespace KvFleet.Sweeping.Tests.Support;

/// <summary>A pool's directory on the local disk, gone when disposed. Times are in seconds since 1970.</summary>
internal sealed class TestTree : IDisposable
{
    public const long Now = 1_800_000_000;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kvfleet-sweep-");

    public TestTree() => Directory.CreateDirectory(Path);

    /// <summary>The filesystem's root.</summary>
    public string Root => _folder.FullName;

    /// <summary>The pool's directory.</summary>
    public string Path => System.IO.Path.Combine(_folder.FullName, "pool");

    public static string Hash(int number) => $"{number:x16}";

    /// <summary>Writes a file that was last used so long ago.</summary>
    public string Write(string path, long age = 0, int bytes = 4096)
    {
        var full = System.IO.Path.Combine(Path, path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(full)!);
        File.WriteAllBytes(full, new byte[bytes]);
        FileTimes.Set(full, Now - age, Now - age).ShouldBe(0);
        return full;
    }

    /// <summary>Writes a block where the engines' hashed trees have it.</summary>
    public string Block(int number, long age, int bytes = 4096) => Write($"m_0123456789ab_r0/{number % 7:x3}/{number % 3:x2}_g0/{Hash(number)}.bin", age, bytes);

    /// <summary>Says that a file was read so long ago.</summary>
    public void Read(string full, long age) => FileTimes.Set(full, Now - age, new DateTimeOffset(File.GetLastWriteTimeUtc(full), TimeSpan.Zero).ToUnixTimeSeconds()).ShouldBe(0);

    /// <summary>Sets the time at which a directory last changed.</summary>
    public void Changed(string path, long age) => FileTimes.Set(System.IO.Path.Combine(Path, path), Now - age, Now - age).ShouldBe(0);

    /// <summary>Sets that of all directories.</summary>
    public void AllChanged(long age)
    {
        foreach (var directory in Directory.EnumerateDirectories(Path, "*", SearchOption.AllDirectories).Append(Path))
            FileTimes.Set(directory, Now - age, Now - age).ShouldBe(0);
    }

    public string[] Files() => [.. Directory.EnumerateFiles(Path, "*", SearchOption.AllDirectories).Select(file => System.IO.Path.GetRelativePath(Path, file)).Order(StringComparer.Ordinal)];

    public string[] Blocks() => [.. Directory.EnumerateFiles(Path, "*.bin", SearchOption.AllDirectories).Select(file => System.IO.Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    public ScanOrder Order(bool full = true) => new() { Directory = Path, Now = Now, IsFull = full, Limiter = new RateLimiter(0, TimeProvider.System) };

    public ScanOutcome Scan(PoolInventory inventory, ScanOrder? order = null, int threads = 1, params SweepTree[] trees) =>
        PoolScanner.Scan(order ?? Order(), new PoolTrees(trees), inventory, threads, CancellationToken.None);

    public void Dispose() => _folder.Delete(recursive: true);
}

using KvFleet.Native;
using KvFleet.Sweeping.Contract;
using KvFleet.Sweeping.Sweeps;

namespace KvFleet.Sweeping.Tests.Support;

/// <summary>A filesystem's root with one pool, in real time: members' files bear the clock of the kernel.</summary>
internal sealed class SweepDirectory : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kvfleet-sweep-");

    public string Root => _folder.FullName;

    public string PoolPath => Path.Combine(Root, "ns", "llama");

    public SweepPool Pool { get; set; } = new() { Namespace = "ns", Name = "llama", Directory = "ns/llama", MinAgeSeconds = 60, GraceSeconds = 0, LowPercent = 50 };

    public SweepConfiguration Configuration(string member = "one") =>
        new() { Filesystem = "scratch", Root = Root, Member = member, AttributeCacheSeconds = 0, ScanIntervalSeconds = 30, Pools = [Pool] };

    public string Block(int number, double age, int bytes = 4096) => Write($"m_0123456789ab_r0/{number % 16:x3}/{number % 3:x2}_g0/{number:x16}.bin", age, bytes);

    public string Write(string path, double age, int bytes = 4096)
    {
        var full = Path.Combine(PoolPath, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllBytes(full, new byte[bytes]);
        Used(full, age);
        return full;
    }

    public static void Used(string full, double age)
    {
        var at = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - (long)age;
        FileTimes.Set(full, at, at).ShouldBe(0);
    }

    public int Blocks() => Directory.Exists(PoolPath) ? Directory.EnumerateFiles(PoolPath, "*.bin", SearchOption.AllDirectories).Count() : 0;

    public SweepReport Run(FilesystemSweeper sweeper, SweepConfiguration? configuration = null) => sweeper.Run(configuration ?? Configuration(), CancellationToken.None);

    public void Dispose() => _folder.Delete(recursive: true);
}

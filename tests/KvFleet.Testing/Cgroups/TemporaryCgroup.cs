using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace KvFleet.Testing;

/// <summary>A memory cgroup of its own for processes under test, below that of the test run. Version 1 or 2; needs root.</summary>
public sealed class TemporaryCgroup : IDisposable
{
    private readonly string _directory;
    private readonly bool _isVersion2;

    private TemporaryCgroup(string directory, bool isVersion2) => (_directory, _isVersion2) = (directory, isVersion2);

    /// <summary>Writing a process id here moves the process into the group.</summary>
    public string ProcessesFile => Path.Combine(_directory, "cgroup.procs");

    /// <summary>Everything that is charged to the group now, in bytes: pages, page cache and kernel memory.</summary>
    public long UsageBytes => Read(_isVersion2 ? "memory.current" : "memory.usage_in_bytes");

    /// <summary>Bytes of tmpfs and memfd pages that are charged to it.</summary>
    public long SharedBytes => ReadStatistic("shmem");

    /// <summary>Bytes of page cache that is backed by files on disk and can be reclaimed, such as executables.</summary>
    public long FileCacheBytes => _isVersion2 ? ReadStatistic("file") - SharedBytes : ReadStatistic("cache") - SharedBytes;

    /// <summary>Bytes of anonymous memory: heaps and stacks.</summary>
    public long AnonymousBytes => ReadStatistic(_isVersion2 ? "anon" : "rss");

    /// <summary>Bytes of kernel memory that are charged to it: page tables, page-cache tree nodes, socket buffers; 0 where not told.</summary>
    public long KernelBytes => _isVersion2 ? ReadStatistic("kernel") : Read("memory.kmem.usage_in_bytes");

    /// <summary>Makes a group.</summary>
    /// <param name="limitBytes">Its memory limit in bytes; null for none.</param>
    /// <param name="group">The group.</param>
    /// <param name="reason">Why there is none, for skipping a test.</param>
    public static bool TryCreate(long? limitBytes, [NotNullWhen(true)] out TemporaryCgroup? group, [NotNullWhen(false)] out string? reason)
    {
        group = null;
        reason = null;
        try
        {
            if (FindOwn() is not var (parent, isVersion2))
            {
                reason = "no memory cgroup is mounted";
                return false;
            }

            var directory = Path.Combine(parent, $"kvfleet-test-{Guid.NewGuid():N}");
            Directory.CreateDirectory(directory);
            var made = new TemporaryCgroup(directory, isVersion2);
            var limitFile = Path.Combine(directory, isVersion2 ? "memory.max" : "memory.limit_in_bytes");
            if (!File.Exists(limitFile))
            {
                made.Dispose();
                reason = "the memory controller is not enabled for child groups here";
                return false;
            }

            if (limitBytes is { } limit)
                File.WriteAllText(limitFile, limit.ToString(CultureInfo.InvariantCulture));
            group = made;
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            reason = $"no memory cgroup can be made: {failure.Message}";
            return false;
        }
    }

    /// <summary>Removes the group; its processes must have ended (being reaped may lag a little behind).</summary>
    public void Dispose()
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                Directory.Delete(_directory);
                return;
            }
            catch (IOException) when (attempt < 100)
            {
                Thread.Sleep(20);
            }
        }
    }

    private static (string Directory, bool IsVersion2)? FindOwn()
    {
        foreach (var line in File.ReadLines("/proc/self/cgroup"))
        {
            var parts = line.Split(':', 3);
            if (parts[1].Split(',').Contains("memory", StringComparer.Ordinal))
                return ($"/sys/fs/cgroup/memory{parts[2]}", false);
        }

        var unified = File.ReadLines("/proc/self/cgroup").FirstOrDefault(static line => line.StartsWith("0::", StringComparison.Ordinal));
        return unified is not null && File.Exists("/sys/fs/cgroup/cgroup.controllers") ? ($"/sys/fs/cgroup{unified[3..]}", true) : null;
    }

    private long Read(string file) => long.Parse(File.ReadAllText(Path.Combine(_directory, file)).Trim(), CultureInfo.InvariantCulture);

    private long ReadStatistic(string name)
    {
        var line = File.ReadLines(Path.Combine(_directory, "memory.stat")).FirstOrDefault(line => line.StartsWith($"{name} ", StringComparison.Ordinal));
        return line is null ? 0 : long.Parse(line.AsSpan(name.Length + 1), CultureInfo.InvariantCulture);
    }
}

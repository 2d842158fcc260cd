using System.Globalization;

namespace KvFleet.Native.Tests;

public sealed class CleanPagesTests
{
    private static readonly string[] Smaps =
    [
        "00400000-00500000 r-xp 00000000 fe:00 11                          /usr/bin/program", "Rss:                 512 kB", "Anonymous:             0 kB", "VmFlags: rd ex",
        "00500000-00501000 rw-p 00100000 fe:00 11                          /usr/bin/program", "Anonymous:             0 kB",
        "00501000-00502000 r--p 00101000 fe:00 11                          /usr/bin/program", "Anonymous:             4 kB",
        "00600000-00700000 r--s 00000000 fe:00 12                          /usr/share/a name with spaces", "Anonymous:             0 kB",
        "7f0000000000-7f0000100000 rw-p 00000000 00:00 0 ", "Anonymous:           100 kB",
        "7f0000200000-7f0000300000 r-xs 00000000 00:01 99                  /memfd:doublemapper (deleted)", "Anonymous:             0 kB",
        "7f0000300000-7f0000400000 r--s 00000000 00:05 98                  /dev/zero (deleted)", "Anonymous:             0 kB",
        "7ffc00000000-7ffc00100000 r-xp 00000000 00:00 0                   [vdso]", "Anonymous:             0 kB",
    ];

    [Fact]
    public void Only_file_mappings_that_are_unchanged_and_not_writable_are_clean()
    {
        CleanPages.Find(Smaps).OrderBy(m => m.Address).ShouldBe([(0x400000, 0x100000), (0x600000, 0x100000)]);
    }

    [Fact]
    public void What_was_not_there_before_is_left_alone()
    {
        CleanPages.Release(new HashSet<(nint, long)>(), CleanPages.Find(Smaps)).ShouldBe(0);
    }

    [Fact]
    public void This_process_lets_go_of_its_code_and_runs_on()
    {
        var earlier = CleanPages.Find(File.ReadLines("/proc/self/smaps"));
        var before = FileBytes();

        var released = CleanPages.Release(earlier, CleanPages.Find(File.ReadLines("/proc/self/smaps")));

        released.ShouldBeGreaterThan(0);
        FileBytes().ShouldBeLessThan(before);
        Enumerable.Range(0, 1000).Select(i => i.ToString(CultureInfo.InvariantCulture).Length).Sum().ShouldBe(2890);
    }

    private static long FileBytes() => long.Parse(
        File.ReadAllLines("/proc/self/status").Single(line => line.StartsWith("RssFile:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture);
}

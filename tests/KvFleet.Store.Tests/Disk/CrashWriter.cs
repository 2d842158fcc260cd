using System.Globalization;
using System.Runtime.CompilerServices;
using KvFleet.Store.Disk;
using static KvFleet.Store.Tests.StoreExtensions;

namespace KvFleet.Store.Tests.Disk;

/// <summary>
/// The process that is killed: this test program itself, started with directories, its first key and how often its tier keeps house in its environment. It stores, uses, replaces and removes values without end and says on
/// standard output what it knows to be on the disk, and what it is about to remove.
/// </summary>
internal static class CrashWriter
{
    public const string Variable = "KVFLEET_TEST_DISK_WRITER";

    /// <summary>
    /// What both sides use: few rows of memory, so that values leave it all the time, and room for everything on the disk. A fast disk takes some 20 MiB between two kills: with less room the oldest
    /// values would have to leave, which is no loss but looks like one.
    /// </summary>
    public static DiskTierOptions Options(string directory) => DiskBed.Small with { CapacityBytes = 8L << 30, VolatileDirectory = directory };

    public static byte[] Value(int key, int version) => Bytes((key * 1000) + version, 3000 + (key * 7919 % 12_000));

    [ModuleInitializer]
    internal static void Run()
    {
        if (Environment.GetEnvironmentVariable(Variable)?.Split('|') is not [var directory, var notes, var first, var interval])
            return;
        var options = Options(notes) with { Interval = TimeSpan.FromMilliseconds(int.Parse(interval, CultureInfo.InvariantCulture)) };
        using var bed = new DiskBed(options, rows: 32, directory: directory);
        var reported = new HashSet<int>();
        for (var key = int.Parse(first, CultureInfo.InvariantCulture); ; key++)
        {
            if (bed.Store.Put(TestMemory.Key(key), Value(key, 0)))
                bed.Store.Get(TestMemory.Key(key));
            for (var old = Math.Max(0, key - 200); old < key; old++)
            {
                if (!reported.Contains(old) && bed.Tier.Contains(TestMemory.Key(old)) && reported.Add(old))
                    Say($"committed {old}");
            }

            if (key % 5 == 4 && reported.Contains(key - 4))
            {
                // Said after it was done: from then on nobody may find it.
                bed.Store.Remove(TestMemory.Key(key - 4));
                Say($"removed {key - 4}");
            }
        }
    }

    private static void Say(string line)
    {
        Console.Out.WriteLine(line);
        Console.Out.Flush();
    }
}

using System.Globalization;

namespace KvFleet.Benchmarks.Sweeping;

/// <summary>A million small files in four trees as engines lay them out, for looking at and then for deleting; made once.</summary>
internal static class SweepTrees
{
    /// <summary>The trees.</summary>
    public static readonly string[] Names = ["a", "b", "c", "d"];

    private static Task<SweepDisk>? _disk;

    /// <summary>Files in all; <c>KVFLEET_SWEEP_FILES</c> makes them fewer.</summary>
    public static long Files { get; } =
        long.TryParse(Environment.GetEnvironmentVariable("KVFLEET_SWEEP_FILES"), CultureInfo.InvariantCulture, out var set) ? Math.Min(set, 1_000_000) : 1_000_000;

    /// <summary>Where they are.</summary>
    public static Task<SweepDisk> GetAsync(CancellationToken cancellationToken) => _disk ??= MakeAsync(cancellationToken);

    /// <summary>Gives the space back; who asks next gets new ones.</summary>
    public static async Task DropAsync()
    {
        if (_disk is { } made)
        {
            _disk = null;
            await (await made).DisposeAsync();
        }
    }

    private static async Task<SweepDisk> MakeAsync(CancellationToken cancellationToken)
    {
        var disk = await SweepDisk.MountAsync(4L << 30, Files + 200_000, cancellationToken);
        foreach (var name in Names)
            await SweepPeer.RunAsync(["make", Path.Combine(disk.Root, name), (Files / Names.Length).ToString(CultureInfo.InvariantCulture), "64", "32"], cancellationToken);
        return disk;
    }
}

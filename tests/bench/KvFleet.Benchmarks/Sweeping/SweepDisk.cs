using System.Globalization;
using KvFleet.Benchmarks.Processes;

namespace KvFleet.Benchmarks.Sweeping;

/// <summary>
/// An ext4 filesystem of its own in a sparse file, mounted until it is disposed: what else lies on the machine's disk, and how full that is, has no part in what is measured. Needs root.
/// </summary>
internal sealed class SweepDisk : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kvfleet-bench-sweep-");

    /// <summary>Where it is mounted.</summary>
    public string Root => Path.Combine(_folder.FullName, "mount");

    /// <summary>Makes one.</summary>
    /// <param name="bytes">Its size.</param>
    /// <param name="inodes">Files that fit.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <param name="journal">Whether it has a journal, as it has where anything is measured; without, it is filled faster.</param>
    public static async Task<SweepDisk> MountAsync(long bytes, long inodes, CancellationToken cancellationToken, bool journal = true)
    {
        var disk = new SweepDisk();
        try
        {
            var image = Path.Combine(disk._folder.FullName, "image");
            await using (var file = File.Create(image))
                file.SetLength(bytes);
            Directory.CreateDirectory(disk.Root);
            await Commands.RunAsync(
                "mkfs.ext4", ["-q", "-F", "-m", "0", "-N", inodes.ToString(CultureInfo.InvariantCulture), "-E", "lazy_itable_init=0,lazy_journal_init=0", "-O", journal ? "has_journal" : "^has_journal", image], cancellationToken);
            await Commands.RunAsync("mount", ["-o", "loop,noatime", image, disk.Root], cancellationToken);
            return disk;
        }
        catch
        {
            await disk.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Directory.Exists(Root) && KvFleet.Native.Mount.IsMountPoint(Root))
            await Commands.RunAsync("umount", [Root], CancellationToken.None);
        _folder.Delete(recursive: true);
    }
}

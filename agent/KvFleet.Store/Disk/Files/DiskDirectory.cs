using System.Diagnostics.CodeAnalysis;
using KvFleet.Native;

namespace KvFleet.Store.Disk.Files;

/// <summary>Removes what a tier left in its directory, and nothing else: a wrong path costs nobody anything. May wait for the device.</summary>
public static class DiskDirectory
{
    private static readonly string[] Names = ["fingerprint", "probe"];

    /// <summary>Whether a directory is one of a tier.</summary>
    /// <param name="directory">The directory.</param>
    public static bool IsTier(string directory) => File.Exists(Path.Combine(directory, LocalDiskVolume.LockName));

    /// <summary>Deletes the files of a tier, and the directory when nothing else is in it. One that is missing is no error.</summary>
    /// <param name="directory">The directory.</param>
    /// <exception cref="IOException">Something cannot be deleted, or another process uses it.</exception>
    [SuppressMessage("Interoperability", "CA1416", Justification = "All of this runs on Linux only.")]
    public static void Delete(string directory)
    {
        if (!IsTier(directory))
            return;
        var path = Path.Combine(directory, LocalDiskVolume.LockName);
        using (FileLock.TryAcquire(path, "deleted", out var heldBy) ?? throw new DiskRefusedException($"{directory} is in use by {heldBy}: it is not deleted."))
        {
            foreach (var name in DirectoryNames.Read(directory).Where(static name => Names.Contains(name) || Segments.SegmentFiles.SlotOf(name) is not null))
                File.Delete(Path.Combine(directory, name));
            File.Delete(path);
        }

        if (!Directory.EnumerateFileSystemEntries(directory).Any())
            Directory.Delete(directory);
    }
}

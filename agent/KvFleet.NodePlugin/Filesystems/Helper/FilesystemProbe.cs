using System.Security.Cryptography;
using KvFleet.Native;

namespace KvFleet.NodePlugin.Filesystems.Helper;

/// <summary>Does once what engines and sweeping do all the time, on files of its own.</summary>
internal static class FilesystemProbe
{
    private const uint SomeEngine = 65534;
    private const int Bytes = 4096;

    private const UnixFileMode EngineDirectory =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>Probes the filesystem at the task's source.</summary>
    public static HelperResult Run(HelperTask task)
    {
        var facts = FilesystemFacts.Of(task.Source);
        if (facts.IsReadOnly)
            return new HelperResult("The filesystem is mounted read-only; engines must be able to write to it.", facts.TotalBytes, facts.AvailableBytes);

        using var place = PoolDirectory.Prepare(task with { Directory = $"{task.Directory}/.probe", GroupId = null });
        using (FilesystemIdentity.Assume(task.UserId, 0))
            WriteAndReadBack(Path.Combine(place.ProcPath, task.NodeName));
        return new HelperResult(null, facts.TotalBytes, facts.AvailableBytes, DeleteOfAnother(place, task));
    }

    private static void WriteAndReadBack(string path)
    {
        var written = RandomNumberGenerator.GetBytes(Bytes);
        using (var file = new FileStream(path + ".tmp", FileMode.Create, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0))
        {
            file.Write(written);
            file.Flush(flushToDisk: true);
        }

        File.Move(path + ".tmp", path, overwrite: true);
        if (!File.ReadAllBytes(path).AsSpan().SequenceEqual(written))
            throw new IOException($"What was written to {Path.GetFileName(path)} and renamed reads back differently: the filesystem is not consistent, and nothing on it can be trusted.");
        File.Delete(path);
    }

    /// <summary>Whether sweeping can touch and delete what an engine wrote into a directory of its own.</summary>
    private static string? DeleteOfAnother(DirectoryHandle place, HelperTask task)
    {
        // A user other than root deletes its own files only: then engines must run as that user.
        var engine = task.UserId == 0 ? SomeEngine : task.UserId;
        var directory = Path.Combine(place.ProcPath, $"{task.NodeName}-engine");
        var file = Path.Combine(directory, "file");
        using (FilesystemIdentity.Assume(engine, engine))
        {
            Directory.CreateDirectory(directory, EngineDirectory);
            File.WriteAllBytes(file, [1]);
        }

        try
        {
            using var identity = FilesystemIdentity.Assume(task.UserId, 0);
            File.SetLastAccessTimeUtc(file, DateTime.UnixEpoch);
            File.Delete(file);
            Directory.Delete(directory);
            return null;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return $"User {task.UserId} may not touch or delete what user {engine} wrote ({refused.Message}): nothing can be swept. Set spec.userId to the user that engines run as, or let the server keep root's rights (no_root_squash).";
        }
    }
}

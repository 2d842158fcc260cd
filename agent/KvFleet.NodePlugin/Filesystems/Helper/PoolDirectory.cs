using System.Diagnostics.CodeAnalysis;
using KvFleet.Native;

namespace KvFleet.NodePlugin.Filesystems.Helper;

/// <summary>Makes directories on a shared filesystem. Every path is walked name by name without following links: tenants write there.</summary>
internal static class PoolDirectory
{
    private const UnixFileMode Passage =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private const UnixFileMode Grouped =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.SetGroup;

    private const UnixFileMode Open = Passage | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>Opens a directory, making what is missing; the last one gets owner and mode for engines to write.</summary>
    /// <param name="task">The task; its directory is walked from its source.</param>
    /// <exception cref="NativeException">A call failed, or a symbolic link is in the way.</exception>
    [SuppressMessage("Reliability", "CA2000", Justification = "The last of the handles is the caller's, the others are closed on the way.")]
    public static DirectoryHandle Prepare(HelperTask task)
    {
        using var identity = FilesystemIdentity.Assume(task.UserId, task.GroupId ?? 0);
        var current = DirectoryHandle.Open(task.Source);
        try
        {
            foreach (var name in task.Directory.Split('/'))
                current = Enter(current, name);
            if (File.GetUnixFileMode(current.ProcPath) != Mode(task) || task.GroupId is not null)
                Hand(current, task);
            return current;
        }
        catch
        {
            current.Dispose();
            throw;
        }
    }

    private static DirectoryHandle Enter(DirectoryHandle above, string name)
    {
        using (above)
        {
            try
            {
                return above.OpenChild(name);
            }
            catch (NativeException missing) when (missing.ErrorNumber == Errno.ENOENT)
            {
                try
                {
                    Directory.CreateDirectory($"{above.ProcPath}/{name}", Passage);
                }
                catch (UnauthorizedAccessException refused)
                {
                    throw new IOException($"The directory '{name}' could not be made: {refused.Message}. Make it, and give it to the user of spec.userId.", refused);
                }

                return above.OpenChild(name);
            }
        }
    }

    private static UnixFileMode Mode(HelperTask task) => task.GroupId is null ? Open : Grouped;

    private static void Hand(DirectoryHandle directory, HelperTask task)
    {
        if (task.GroupId is { } group)
            Ownership.Change(directory.ProcPath, null, group);
        File.SetUnixFileMode(directory.ProcPath, Mode(task));
    }
}

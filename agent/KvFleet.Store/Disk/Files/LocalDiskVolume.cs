using System.Diagnostics.CodeAnalysis;
using KvFleet.Native;

namespace KvFleet.Store.Disk.Files;

/// <summary>A directory of a real filesystem, locked by this process while it is used.</summary>
/// <param name="directory">The directory; made (mode 0700) when missing.</param>
/// <param name="owner">Who uses it, for the next one to read.</param>
/// <param name="check">Says why the directory may not be used; null when it may. Asked before anything is written, and once the directory is there.</param>
public sealed class LocalDiskVolume(string directory, string owner, Func<string, string?>? check = null) : IDiskVolume
{
    internal const string LockName = "lock";
    private FileLock? _lock;

    /// <inheritdoc/>
    public long AvailableBytes => FilesystemFacts.Of(directory).AvailableBytes;

    /// <inheritdoc/>
    [SuppressMessage("Interoperability", "CA1416", Justification = "All of this runs on Linux only.")]
    public void Claim()
    {
        if (_lock is not null)
            return;
        if (check?.Invoke(directory) is { } refusal)
            throw new DiskRefusedException(refusal);
        try
        {
            Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new DiskRefusedException($"{e.Message} Make {directory} writable for the agent's user.");
        }

        _lock = FileLock.TryAcquire(Path.Combine(directory, LockName), owner, out var heldBy)
            ?? throw new DiskRefusedException($"{directory} is in use by {(heldBy.Length == 0 ? "another process" : heldBy)}: give each pool and agent a directory of its own.");
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> List() => [.. DirectoryNames.Read(directory).Where(static name => name != LockName)];

    /// <inheritdoc/>
    [SuppressMessage("Reliability", "CA2000", Justification = "The file hands it on.")]
    public IDiskFile Open(string name, bool create) => new LocalDiskFile(DirectFile.Open(Path.Combine(directory, name), create));

    /// <inheritdoc/>
    public void Delete(string name) => File.Delete(Path.Combine(directory, name));

    /// <inheritdoc/>
    public void Dispose() => _lock?.Dispose();
}

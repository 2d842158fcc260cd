namespace KvFleet.Sweeping.Contract;

/// <summary>What is on the filesystem.</summary>
/// <param name="Bytes">Physical bytes: allocated blocks of all files.</param>
/// <param name="Files">Files of every kind.</param>
/// <param name="Directories">Directories.</param>
/// <param name="EmptyDirectories">Those of them that have nothing in them: they go when they are old enough.</param>
/// <param name="PinnedBytes">Physical bytes in pinned files.</param>
/// <param name="TemporaryBytes">Physical bytes in temporary files.</param>
/// <param name="StaleBytes">Physical bytes in trees of no current fingerprint.</param>
/// <param name="ForeignBytes">Physical bytes in files that are none of the layout's: counted, never deleted.</param>
public sealed record PoolUsage(long Bytes, long Files, long Directories, long EmptyDirectories, long PinnedBytes, long TemporaryBytes, long StaleBytes, long ForeignBytes)
{
    /// <summary>Nothing.</summary>
    public static PoolUsage None { get; } = new(0, 0, 0, 0, 0, 0, 0, 0);

    /// <summary>Files and directories.</summary>
    public long Inodes => Files + Directories;

    /// <summary>Both together.</summary>
    public static PoolUsage operator +(PoolUsage one, PoolUsage other) => new(
        one.Bytes + other.Bytes,
        one.Files + other.Files,
        one.Directories + other.Directories,
        one.EmptyDirectories + other.EmptyDirectories,
        one.PinnedBytes + other.PinnedBytes,
        one.TemporaryBytes + other.TemporaryBytes,
        one.StaleBytes + other.StaleBytes,
        one.ForeignBytes + other.ForeignBytes);
}

namespace KvFleet.Sweeping.Scanning;

/// <summary>Something that nobody will use any more, found by a look.</summary>
/// <param name="Directory">Where it is, relative to the pool's directory.</param>
/// <param name="Name">Its name, as bytes: names need not be text.</param>
/// <param name="IsDirectory">An empty directory; otherwise a temporary file, or the description of a stale tree.</param>
internal sealed record Leftover(string Directory, byte[] Name, bool IsDirectory);

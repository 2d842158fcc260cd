using KvFleet.Sweeping.Layouts;

namespace KvFleet.Sweeping.Scanning;

/// <summary>A part of a pool that is looked at in one piece.</summary>
/// <param name="Path">Its directory, relative to the pool's; empty for that one.</param>
/// <param name="Layout">How files are named there.</param>
/// <param name="IsDeep">Everything below it, owned by one member as a whole; otherwise its own files alone, owned name by name.</param>
/// <param name="IsStale">Part of a tree of no current fingerprint.</param>
/// <param name="IsRoot">The pool's directory, a tree's, or one above a tree's: stays when it is empty.</param>
internal sealed record ScanUnit(string Path, TreeLayout Layout, bool IsDeep, bool IsStale, bool IsRoot)
{
    /// <summary>Hash of its path.</summary>
    public ulong Hash { get; } = PathHash.Of(Path);
}

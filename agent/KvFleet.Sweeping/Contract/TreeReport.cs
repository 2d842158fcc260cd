namespace KvFleet.Sweeping.Contract;

/// <summary>What a tree says of itself.</summary>
/// <param name="Path">The tree's path, relative to the pool's directory; empty for that one.</param>
/// <param name="Layout">How its files are laid out, as found; <see cref="TreeLayoutKind.Detect"/> while nothing tells.</param>
/// <param name="IsDescribed">Whether it has a description that could be read.</param>
/// <param name="Differences">Where a description says something else than the pool's fingerprint, in words; none: nothing in it contradicts.</param>
public sealed record TreeReport(string Path, TreeLayoutKind Layout, bool IsDescribed, IReadOnlyList<string> Differences);

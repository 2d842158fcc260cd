using System.Collections.Frozen;

namespace KvFleet.Sweeping.Scanning;

/// <summary>Paths that are never deleted, with all below them.</summary>
internal sealed class PinSet
{
    private readonly FrozenSet<ulong> _paths;

    public PinSet(IEnumerable<string> paths) => _paths = paths.Select(PathHash.Of).ToFrozenSet();

    public bool IsEmpty => _paths.Count == 0;

    /// <summary>Whether this path or one above it is pinned.</summary>
    public bool Covers(string path)
    {
        if (IsEmpty)
            return false;
        var hash = PathHash.Root;
        foreach (var name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (Contains(hash))
                return true;
            hash = PathHash.Append(hash, System.Text.Encoding.UTF8.GetBytes(name));
        }

        return Contains(hash);
    }

    /// <summary>Whether this very path is pinned. Two paths of one hash protect each other: that is the safe side.</summary>
    public bool Contains(ulong path) => _paths.Contains(path);
}

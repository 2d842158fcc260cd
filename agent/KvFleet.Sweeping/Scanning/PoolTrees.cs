using KvFleet.Sweeping.Contract;
using KvFleet.Sweeping.Layouts;

namespace KvFleet.Sweeping.Scanning;

/// <summary>Where a pool's trees are, and so how its directories are divided into units.</summary>
/// <remarks>
/// A current tree is divided two levels below its root: with the engines' hashed trees these are thousands of directories of equal size. What lies outside the current trees is stale; its roots may be far above
/// the hashed levels, so it is divided four levels below.
/// </remarks>
internal sealed class PoolTrees
{
    private const int DeepLevel = 2;
    private const int StaleDeepLevel = 4;
    private readonly (string Path, TreeLayout Layout)[] _trees;

    public PoolTrees(IEnumerable<SweepTree> trees)
    {
        _trees = [.. trees.Select(tree => (tree.Path.Trim('/'), TreeLayout.Of(tree.Layout) ?? AnyLayout.Instance))];
        if (_trees.Length == 0)
            _trees = [("", AnyLayout.Instance)];
    }

    /// <summary>The unit that a directory is, or is the upper end of.</summary>
    /// <param name="path">Its path relative to the pool's directory.</param>
    public ScanUnit UnitOf(string path)
    {
        foreach (var (tree, layout) in _trees)
        {
            if (Below(path, tree) is { } depth)
                return new ScanUnit(path, layout, depth >= DeepLevel, IsStale: false, IsRoot: depth == 0);
            if (Below(tree, path) is not null)
                return new ScanUnit(path, NoLayout.Instance, IsDeep: false, IsStale: false, IsRoot: true);
        }

        // Its root is the first directory that leads to no tree.
        var depthInStale = 0;
        for (var parent = ParentOf(path); parent is not null && !LeadsToTree(parent); parent = ParentOf(parent))
            depthInStale++;
        return new ScanUnit(path, AnyLayout.Instance, depthInStale >= StaleDeepLevel, IsStale: true, IsRoot: false);
    }

    private static string? ParentOf(string path) => path.Length == 0 ? null : path[..Math.Max(0, path.LastIndexOf('/'))];

    /// <summary>How many levels below a directory a path is; null: not below.</summary>
    private static int? Below(string path, string directory)
    {
        if (string.Equals(path, directory, StringComparison.Ordinal))
            return 0;
        if (directory.Length == 0)
            return path.Count(letter => letter == '/') + 1;
        return path.StartsWith(directory, StringComparison.Ordinal) && path[directory.Length] == '/' ? path.AsSpan(directory.Length).Count('/') : null;
    }

    private bool LeadsToTree(string path) => Array.Exists(_trees, tree => Below(tree.Path, path) is not null);
}

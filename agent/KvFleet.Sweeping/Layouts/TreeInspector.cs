using System.Text;
using KvFleet.Native;
using KvFleet.Sweeping.Contract;
using KvFleet.Sweeping.Scanning;

namespace KvFleet.Sweeping.Layouts;

/// <summary>Looks at the upper end of a tree: whose it is, and whether it is for the pool's fingerprint.</summary>
internal static class TreeInspector
{
    private const int MostBytes = 64 * 1024;
    private const int MostNames = 4096;
    private const int MostDirectories = 64;

    /// <summary>Looks.</summary>
    /// <param name="directory">Absolute path of the pool's directory.</param>
    /// <param name="tree">The tree.</param>
    /// <returns>What there is; a tree that cannot be read (or is not there yet) is one that is not described.</returns>
    public static TreeReport Inspect(string directory, SweepTree tree)
    {
        using var opener = new PathOpener(directory);
        using var root = new DirectoryCursor();
        using var below = new DirectoryCursor();
        var path = tree.Path.Trim('/');
        List<string> differences = [];
        var layout = tree.Layout;
        var described = false;

        void Take(DirectoryCursor cursor, string name, string where)
        {
            var buffer = new byte[MostBytes];
            if (cursor.Read(Encoding.UTF8.GetBytes(name), buffer, out var length) != 0 || TreeDescription.Read(buffer.AsMemory(0, length)) is not { } description)
                return;
            described = true;
            if (layout == TreeLayoutKind.Detect)
                layout = string.Equals(name, KvFleetLayout.Instance.DescriptionName, StringComparison.Ordinal) ? TreeLayoutKind.KvFleet : description.Layout;
            differences.AddRange(description.Differences(tree.Fingerprint).Select(difference => $"{where}: {difference}"));
        }

        if (opener.Open(root, path) != 0)
            return new TreeReport(path, layout, IsDescribed: false, []);
        Take(root, KvFleetLayout.Instance.DescriptionName, KvFleetLayout.Instance.DescriptionName);
        Take(root, HashedTreeLayout.Vllm.DescriptionName, HashedTreeLayout.Vllm.DescriptionName);
        var (names, directories) = (0, 0);
        while (names++ < MostNames && root.MoveNext(out var entry, out _))
        {
            if (entry.Kind == EntryKind.File && layout == TreeLayoutKind.Detect)
                layout = OfFile(entry.Name);
            if (entry.Kind != EntryKind.Directory || directories++ >= MostDirectories || below.Open(root, entry) != 0)
                continue;
            Take(below, HashedTreeLayout.Vllm.DescriptionName, $"{Encoding.UTF8.GetString(entry.Name)}/{HashedTreeLayout.Vllm.DescriptionName}");
        }

        return new TreeReport(path, layout, described, differences);
    }

    private static TreeLayoutKind OfFile(ReadOnlySpan<byte> name) =>
        LmcacheFsLayout.Instance.Classify(name) == FileKind.Block ? TreeLayoutKind.LmcacheFs
        : SglangFileLayout.Instance.Classify(name) == FileKind.Block ? TreeLayoutKind.SglangFile
        : TreeLayoutKind.Detect;
}

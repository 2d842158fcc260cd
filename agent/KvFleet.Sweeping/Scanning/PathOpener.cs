using System.Text;
using KvFleet.Native;

namespace KvFleet.Sweeping.Scanning;

/// <summary>
/// Opens directories below a pool's, name by name, so that no symbolic link of a tenant leads anywhere. Keeps the last parent open: units come in the order of their parents, and each step is a round trip
/// on a remote filesystem.
/// </summary>
internal sealed class PathOpener(string directory) : IDisposable
{
    private readonly DirectoryCursor _parent = new();
    private string? _parentPath;

    /// <summary>Opens a directory.</summary>
    /// <param name="cursor">What it is opened with.</param>
    /// <param name="path">Its path relative to the pool's directory; empty for that one.</param>
    /// <returns>0 or the error.</returns>
    public int Open(DirectoryCursor cursor, string path)
    {
        if (path.Length == 0)
            return cursor.Open(directory);
        var cut = path.LastIndexOf('/');
        var parent = cut < 0 ? "" : path[..cut];
        if (!string.Equals(parent, _parentPath, StringComparison.Ordinal))
        {
            _parentPath = null;
            if (OpenParent(parent) is var error and not 0)
                return error;
            _parentPath = parent;
        }

        return cursor.Open(_parent, Encoding.UTF8.GetBytes(path[(cut + 1)..]));
    }

    /// <summary>Opens a directory below one that is open.</summary>
    /// <param name="cursor">What it is opened with.</param>
    /// <param name="start">The open one.</param>
    /// <param name="path">Names with slashes between them; empty for the open one itself.</param>
    /// <returns>0 or the error.</returns>
    public static int OpenBelow(DirectoryCursor cursor, DirectoryCursor start, ReadOnlySpan<byte> path)
    {
        var from = start;
        while (true)
        {
            var cut = path.IndexOf((byte)'/');
            var error = cursor.Open(from, cut < 0 ? path : path[..cut]);
            if (error != 0 || cut < 0)
                return error;
            path = path[(cut + 1)..];
            from = cursor;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _parent.Dispose();

    private int OpenParent(string path)
    {
        var error = _parent.Open(directory);
        foreach (var name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (error != 0)
                return error;
            error = _parent.Open(_parent, Encoding.UTF8.GetBytes(name));
        }

        return error;
    }
}

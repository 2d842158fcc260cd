namespace KvFleet.Sweeping.Scanning;

/// <summary>A path relative to a pool's directory as a number (FNV-1a over its names, each with a slash before it): made name by name on the way down, without a string.</summary>
internal static class PathHash
{
    public const ulong Root = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    /// <summary>The path with one name more.</summary>
    public static ulong Append(ulong path, ReadOnlySpan<byte> name)
    {
        path = (path ^ '/') * Prime;
        foreach (var letter in name)
            path = (path ^ letter) * Prime;
        return path;
    }

    /// <summary>A whole path, names separated by slashes.</summary>
    public static ulong Of(string path)
    {
        var hash = Root;
        foreach (var name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
            hash = Append(hash, System.Text.Encoding.UTF8.GetBytes(name));
        return hash;
    }
}

using KvFleet.Native;

namespace KvFleet.NodePlugin.Volumes;

/// <summary>Opens directories below the kubelet's, name by name, through descriptors: a symbolic link anywhere on the way is refused.</summary>
internal static class PathWalk
{
    /// <summary>Opens a directory.</summary>
    /// <param name="from">Where trust begins.</param>
    /// <param name="path">A path below it.</param>
    /// <exception cref="NativeException">It is not there, or a symbolic link is in the way.</exception>
    public static DirectoryHandle Open(string from, string path)
    {
        var current = DirectoryHandle.Open(from);
        foreach (var name in Path.GetRelativePath(from, path).Split('/'))
        {
            using var above = current;
            current = above.OpenChild(name);
        }

        return current;
    }
}

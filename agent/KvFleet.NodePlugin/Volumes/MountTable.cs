using System.Text;

namespace KvFleet.NodePlugin.Volumes;

/// <summary>Reads mountinfo (proc(5)): what is mounted where in this process's mount namespace.</summary>
internal static class MountTable
{
    /// <summary>The topmost mount at exactly a path.</summary>
    /// <param name="path">The mount point, absolute and normal.</param>
    /// <param name="mountInfo">The file; this process's own unless a test says otherwise.</param>
    /// <returns>Null when nothing is mounted there.</returns>
    public static MountEntry? Find(string path, string mountInfo = "/proc/self/mountinfo")
    {
        MountEntry? found = null;
        foreach (var line in File.ReadLines(mountInfo))
        {
            // Later lines lie over earlier ones.
            if (Parse(line) is { } entry && entry.MountPoint == path)
                found = entry;
        }

        return found;
    }

    /// <summary>All mounts, the topmost of each place. Reads what the kernel keeps in memory: no mount is touched.</summary>
    /// <param name="mountInfo">The file; this process's own unless a test says otherwise.</param>
    public static IReadOnlyDictionary<string, MountEntry> All(string mountInfo = "/proc/self/mountinfo")
    {
        var mounts = new Dictionary<string, MountEntry>(StringComparer.Ordinal);
        foreach (var line in File.ReadLines(mountInfo))
        {
            if (Parse(line) is { } entry)
                mounts[entry.MountPoint] = entry;
        }

        return mounts;
    }

    /// <summary>One line: six fields, optional ones, a dash, then type and source.</summary>
    internal static MountEntry? Parse(string line)
    {
        var halves = line.Split(" - ", 2);
        var before = halves[0].Split(' ');
        var after = halves.Length == 2 ? halves[1].Split(' ') : [];
        return before.Length >= 6 && after.Length >= 2
            ? new MountEntry(Unescape(before[4]), after[0], Unescape(after[1]), before[5].Split(',')) { Id = before[0], Device = before[2], Root = Unescape(before[3]) }
            : null;
    }

    // Space, tab, newline and backslash are written as three octal digits.
    private static string Unescape(string field)
    {
        if (!field.Contains('\\', StringComparison.Ordinal))
            return field;
        var text = new StringBuilder(field.Length);
        for (var index = 0; index < field.Length; index++)
        {
            if (field[index] == '\\' && index + 3 < field.Length && field.AsSpan(index + 1, 3).IndexOfAnyExceptInRange('0', '7') < 0)
            {
                text.Append((char)Convert.ToInt32(field.Substring(index + 1, 3), 8));
                index += 3;
            }
            else
            {
                text.Append(field[index]);
            }
        }

        return text.ToString();
    }
}

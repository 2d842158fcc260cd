using System.Globalization;

namespace KvFleet.Holder.Limits;

/// <summary>Finds the memory limit of this process's cgroup, version 1 or 2, as far as the container shows it.</summary>
internal static class CgroupMemoryLimit
{
    // Version 1 says "no limit" with the largest page-aligned number.
    private const long NoLimit = 1L << 62;

    /// <summary>The smallest limit of the cgroup and its visible ancestors in bytes; null when there is none or it cannot be found.</summary>
    /// <param name="root">Where /proc and /sys are found; "" for the real ones.</param>
    internal static long? Read(string root = "")
    {
        try
        {
            return FindDirectory(root) is var (mountPoint, relative, file) ? Smallest(root + mountPoint, relative, file) : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static (string MountPoint, string Relative, string File)? FindDirectory(string root)
    {
        // Lines of /proc/self/cgroup: 0::/path (version 2), 7:memory:/path (version 1).
        var groups = File.ReadLines($"{root}/proc/self/cgroup").Select(static line => line.Split(':', 3)).Where(static parts => parts.Length == 3).ToList();
        var memory = groups.Find(static parts => parts[1].Split(',').Contains("memory", StringComparer.Ordinal));
        var (path, type, file) = memory is not null
            ? (memory[2], "cgroup", "memory.limit_in_bytes")
            : (groups.Find(static parts => parts[0] == "0")?[2], "cgroup2", "memory.max");
        if (path is null)
            return null;
        foreach (var line in File.ReadLines($"{root}/proc/self/mountinfo"))
        {
            // 36 35 98:0 /root /mount/point options [optional fields] - type source super-options
            var halves = line.Split(" - ", 2);
            var mount = halves[0].Split(' ');
            var kind = halves.Length == 2 ? halves[1].Split(' ') : [];
            if (mount.Length < 5 || kind.Length < 3 || kind[0] != type)
                continue;
            if (type == "cgroup" && !kind[2].Split(',').Contains("memory", StringComparer.Ordinal))
                continue;
            return (mount[4], Below(mount[3], path), file);
        }

        return null;
    }

    private static string Below(string mountRoot, string path)
    {
        // Without a cgroup namespace the mount shows the container's own group as its root, while the path is that of the host.
        if (mountRoot == "/")
            return path.TrimEnd('/');
        return path.StartsWith(mountRoot, StringComparison.Ordinal) ? path[mountRoot.Length..].TrimEnd('/') : "";
    }

    private static long? Smallest(string mountPoint, string relative, string file)
    {
        long? smallest = null;
        for (var path = relative; ; path = path[..Math.Max(path.LastIndexOf('/'), 0)])
        {
            var name = $"{mountPoint}{path}/{file}";
            if (File.Exists(name)
                && long.TryParse(File.ReadAllText(name).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
                && limit < NoLimit
                && (smallest is null || limit < smallest))
            {
                smallest = limit;
            }

            if (path.Length == 0)
                return smallest;
        }
    }
}

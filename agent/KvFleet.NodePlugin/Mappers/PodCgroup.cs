namespace KvFleet.NodePlugin.Mappers;

/// <summary>Finds the pod of a process in its cgroup path, as kubelets write it: cgroupfs and systemd drivers, cgroup v1 and v2.</summary>
internal static class PodCgroup
{
    private const string Prefix = "pod";
    private const string SliceSuffix = ".slice";
    private const int MinUidLength = 8;

    /// <summary>Reads the content of <c>/proc/PID/cgroup</c>.</summary>
    /// <param name="content">The content: a line per hierarchy, <c>id:controllers:path</c>.</param>
    /// <returns>The pod's uid, or null when no hierarchy names one.</returns>
    public static string? FindPodUid(string content)
    {
        foreach (var line in content.AsSpan().EnumerateLines())
        {
            foreach (var part in line.Split('/'))
            {
                if (ReadUid(line[part]) is { } uid)
                    return uid;
            }
        }

        return null;
    }

    /// <summary>
    /// Whether the path is one of our own pod's. On cgroup v2 a container may have a cgroup namespace of its own; its own path then reads
    /// <c>/</c>, that of the containers beside it <c>/../NAME</c>, and neither names the pod.
    /// </summary>
    /// <param name="content">Content of <c>/proc/PID/cgroup</c>.</param>
    public static bool IsOwnPod(string content)
    {
        var line = content.AsSpan().TrimEnd();
        if (!line.StartsWith("0::/") || line.Contains('\n'))
            return false;
        var path = line[4..];
        return path.IsEmpty || (path.StartsWith("../") && !path[3..].Contains('/') && path[3..] is not "..");
    }

    private static string? ReadUid(ReadOnlySpan<char> part)
    {
        // cgroupfs: podUID. systemd: kubepods-burstable-podUID.slice, with '_' for the dashes of the uid, as '-' nests slices.
        if (part.EndsWith(SliceSuffix))
        {
            part = part[..^SliceSuffix.Length];
            part = part[(part.LastIndexOf('-') + 1)..];
        }

        if (!part.StartsWith(Prefix) || part.Length < Prefix.Length + MinUidLength)
            return null;
        var uid = part[Prefix.Length..].ToString().Replace('_', '-');
        return uid.All(c => char.IsAsciiHexDigitLower(c) || c == '-') ? uid : null;
    }
}

using System.Collections.Immutable;
using System.Globalization;
using KvFleet.Store.Extents;

namespace KvFleet.Agent.Hosting;

/// <summary>Reads what the kernel says of the machine.</summary>
/// <param name="root">Where <c>/proc</c> and <c>/sys</c> are found; empty for the real ones.</param>
internal sealed class MachineFacts(string root = "")
{
    /// <summary>The kernel's boot id; empty when it cannot be read.</summary>
    public string BootId => ReadText("/proc/sys/kernel/random/boot_id")?.Trim() ?? "";

    /// <summary>Memory of the machine in bytes; 0 when it cannot be read.</summary>
    public long MemoryTotalBytes => Kilobytes(ReadText("/proc/meminfo"), "MemTotal:");

    /// <summary>Processors that are online, whatever the limits of this container: holders populate in containers of their own.</summary>
    public int Processors => CountList(ReadText("/sys/devices/system/cpu/online")) is > 0 and var count ? count : Environment.ProcessorCount;

    /// <summary>The NUMA nodes; one without a number of bytes where the kernel knows none.</summary>
    public ImmutableArray<NumaNode> NumaNodes
    {
        get
        {
            var directory = $"{root}/sys/devices/system/node";
            if (!Directory.Exists(directory))
                return [];
            return
            [
                .. Directory.EnumerateDirectories(directory, "node*")
                    .Select(static path => Path.GetFileName(path)["node".Length..])
                    .Where(static text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _))
                    .Select(static text => int.Parse(text, CultureInfo.InvariantCulture))
                    .Order()
                    .Select(id => new NumaNode(id, Kilobytes(ReadText($"/sys/devices/system/node/node{id.ToString(CultureInfo.InvariantCulture)}/meminfo"), "MemTotal:"))),
            ];
        }
    }

    private static int CountList(string? list)
    {
        // For example 0-3,8-11
        var count = 0;
        foreach (var part in (list ?? "").Trim().Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var bounds = part.Split('-');
            if (int.TryParse(bounds[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first)
                && int.TryParse(bounds[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var last))
                count += last - first + 1;
        }

        return count;
    }

    private static long Kilobytes(string? text, string name)
    {
        foreach (var line in (text ?? "").Split('\n'))
        {
            var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var at = Array.IndexOf(fields, name);
            if (at >= 0 && at + 1 < fields.Length && long.TryParse(fields[at + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var kilobytes))
                return kilobytes * 1024;
        }

        return 0;
    }

    private string? ReadText(string path)
    {
        try
        {
            return File.ReadAllText(root + path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

using System.Globalization;
using KvFleet.Native;
using KvFleet.NodePlugin.Hosting;
using KvFleet.Protocol;
using KvFleet.Protocol.NodeChannel;
using Microsoft.Extensions.Logging;

namespace KvFleet.NodePlugin.Mappers;

/// <summary>
/// Looks through all processes of the node for those that map extents or hold descriptors of them. It sees what is mapped and what is open;
/// a descriptor on its way in a socket, or in a thread with a descriptor table of its own, stays unseen.
/// </summary>
/// <param name="options">Where the host's proc is, and which pod is ours.</param>
/// <param name="metrics">Told how long it takes.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Told when a scan is cut short.</param>
internal sealed class MapperScanner(NodeOptions options, NodeMetrics metrics, TimeProvider time, ILogger<MapperScanner> logger)
{
    private const string MemoryFilePrefix = "/memfd:";
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(30);

    /// <summary>Scans once.</summary>
    /// <param name="request">The extents to look for.</param>
    public NodeAnswer Scan(FindMappers request)
    {
        var started = time.GetTimestamp();
        var wanted = request.Extents
            .GroupBy(extent => (extent.Inode, extent.Device))
            .ToDictionary(group => group.Key, group => group.Select(extent => extent.ExtentId).ToArray());
        List<Mapper> found = [];
        var complete = true;
        try
        {
            foreach (var name in DirectoryNames.Read(options.ProcDirectory))
            {
                if (!int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var pid))
                    continue;
                if (found.Count > ProtocolLimits.MaxListEntries || time.GetElapsedTime(started) > Budget)
                {
                    complete = false;
                    break;
                }

                complete &= TryScanProcess(pid, wanted, found);
            }
        }
        catch (NativeException failure)
        {
            MapperLog.NoProc(logger, options.ProcDirectory, failure);
            return new NodeError(request.Id, failure.ErrorNumber, failure.Call, $"{failure.Message} Mount the host's /proc at {options.ProcDirectory}.");
        }

        var duration = time.GetElapsedTime(started);
        metrics.RecordScan(duration);
        if (!complete)
            MapperLog.Incomplete(logger, duration, found.Count);
        return new Protocol.NodeChannel.Mappers(request.Id, [.. found.Take(ProtocolLimits.MaxListEntries)], complete && found.Count <= ProtocolLimits.MaxListEntries);
    }

    /// <returns>False when the process runs in a pod but may not be examined.</returns>
    private bool TryScanProcess(int pid, Dictionary<(ulong Inode, ulong Device), string[]> wanted, List<Mapper> found)
    {
        var directory = $"{options.ProcDirectory}/{pid.ToString(CultureInfo.InvariantCulture)}";
        try
        {
            HashSet<string> mapped = new(StringComparer.Ordinal);
            HashSet<string> open = new(StringComparer.Ordinal);
            MapsReader.Read($"{directory}/maps", (inode, device) => Note(wanted, (inode, device), mapped));
            foreach (var number in DirectoryNames.Read($"{directory}/fd"))
                LookAt($"{directory}/fd/{number}", wanted, open);
            if (mapped.Count + open.Count == 0)
                return true;

            var cgroup = File.ReadAllText($"{directory}/cgroup");
            var podUid = PodCgroup.FindPodUid(cgroup)
                ?? (options.PodUid.Length > 0 && PodCgroup.IsOwnPod(cgroup) ? options.PodUid : null);
            var command = File.ReadAllText($"{directory}/comm").TrimEnd('\n');
            found.AddRange(mapped.Union(open, StringComparer.Ordinal)
                .Select(extent => new Mapper(extent, pid, command, podUid, mapped.Contains(extent), open.Contains(extent))));
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Processes end while they are looked at. One that is still there was not examined, which matters only if it runs in a pod:
            // descriptors leave us through the sockets of pods' volumes, and a machine may hide its own processes even from root.
            return !Directory.Exists(directory) || IsOutsidePods(directory);
        }
    }

    private static bool IsOutsidePods(string directory)
    {
        try
        {
            return PodCgroup.FindPodUid(File.ReadAllText($"{directory}/cgroup")) is null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return !Directory.Exists(directory);
        }
    }

    private static void LookAt(string descriptor, Dictionary<(ulong Inode, ulong Device), string[]> wanted, HashSet<string> open)
    {
        try
        {
            // The link's text comes first: asking about its target could wait for a server, if the target is a file of one.
            if (!SymbolicLink.Read(descriptor).StartsWith(MemoryFilePrefix, StringComparison.Ordinal))
                return;
            var facts = FileFacts.Of(descriptor);
            Note(wanted, (facts.Inode, facts.Device), open);
        }
        catch (NativeException gone) when (gone.ErrorNumber == Errno.ENOENT)
        {
            // Closed since the directory was read.
        }
    }

    private static void Note(Dictionary<(ulong Inode, ulong Device), string[]> wanted, (ulong Inode, ulong Device) file, HashSet<string> found)
    {
        if (wanted.TryGetValue(file, out var extents))
            found.UnionWith(extents);
    }
}

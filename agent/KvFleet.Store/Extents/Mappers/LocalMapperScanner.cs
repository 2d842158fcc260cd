using System.Collections.Immutable;
using System.Globalization;
using KvFleet.Native;

namespace KvFleet.Store.Extents.Mappers;

/// <summary>
/// Looks through the processes that this process may examine (its own user's, or all for root), for a machine without a node container. Others cannot
/// have a descriptor unless one of these passed it on.
/// </summary>
/// <param name="podUid">Stands for the pod of every process found, so that it can be named in a report.</param>
/// <param name="procDirectory">Where the kernel shows processes.</param>
public sealed class LocalMapperScanner(string podUid, string procDirectory = "/proc") : IMapperScanner
{
    /// <inheritdoc/>
    public Task<MapperSightings> ScanAsync(IReadOnlyCollection<ScanTarget> targets, CancellationToken cancellationToken) =>
        Task.Factory.StartNew(
            () => Scan(targets.ToDictionary(static target => target.Identity, static target => target.Id), cancellationToken),
            cancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);

    private MapperSightings Scan(Dictionary<ExtentIdentity, string> targets, CancellationToken cancellationToken)
    {
        var found = ImmutableArray.CreateBuilder<MapperSighting>();
        foreach (var directory in Directory.EnumerateDirectories(procDirectory))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) || pid == Environment.ProcessId)
                continue;
            try
            {
                var mapped = ReadMaps(directory, targets);
                var open = ReadDescriptors(directory, targets);
                if (mapped.Count + open.Count == 0)
                    continue;
                var command = File.ReadAllText(Path.Combine(directory, "comm")).TrimEnd();
                found.AddRange(mapped.Union(open, StringComparer.Ordinal).Select(id => new MapperSighting(id, pid, command, podUid, mapped.Contains(id), open.Contains(id))));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It ended while it was looked at, or it is another user's.
            }
        }

        return new MapperSightings(found.ToImmutable(), IsComplete: true);
    }

    private static HashSet<string> ReadMaps(string directory, Dictionary<ExtentIdentity, string> targets)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in File.ReadLines(Path.Combine(directory, "maps")))
        {
            // address permissions offset major:minor inode path
            if (!line.Contains("/memfd:", StringComparison.Ordinal))
                continue;
            var fields = line.Split(' ', 6, StringSplitOptions.RemoveEmptyEntries);
            var device = fields[3].Split(':');
            var identity = new ExtentIdentity(
                (ulong.Parse(device[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture) << 32) | ulong.Parse(device[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture),
                ulong.Parse(fields[4], CultureInfo.InvariantCulture));
            if (targets.TryGetValue(identity, out var id))
                found.Add(id);
        }

        return found;
    }

    private static HashSet<string> ReadDescriptors(string directory, Dictionary<ExtentIdentity, string> targets)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var descriptor in Directory.EnumerateFiles(Path.Combine(directory, "fd")))
        {
            // The link's text first: asking about the target of another kind could wait for a file server.
            if (new FileInfo(descriptor).LinkTarget?.StartsWith("/memfd:", StringComparison.Ordinal) != true)
                continue;
            using var handle = File.OpenHandle(descriptor, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var file = new Descriptor(handle.DangerousGetHandle());
            handle.SetHandleAsInvalid();
            var facts = file.GetFacts();
            if (targets.TryGetValue(new ExtentIdentity(facts.Device, facts.Inode), out var id))
                found.Add(id);
        }

        return found;
    }
}

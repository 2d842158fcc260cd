using System.Text.Json;
using KvFleet.NodePlugin.Hosting;
using KvFleet.NodePlugin.Volumes;
using KvFleet.Protocol.NodeChannel;
using KvFleet.Sweeping.Contract;
using Microsoft.Extensions.Logging;

namespace KvFleet.NodePlugin.Sweeping;

/// <summary>
/// Keeps the two processes of one filesystem: the one that makes access times truthful, and the one that looks and deletes. Both are given up when the filesystem does not answer or was mounted anew; nothing that they did is
/// lost by that, and members on other nodes take this one's share over meanwhile.
/// </summary>
internal sealed class FilesystemSweep(NodeOptions options, TimeProvider time, ILogger logger) : IDisposable
{
    /// <summary>The arguments that make a process of this program one of them.</summary>
    public const string SweepArgument = "sweep";

    /// <summary>The other one.</summary>
    public const string RecordArgument = "record-accesses";

    // A look at ten million files takes minutes.
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(30);
    private SweepChild? _sweeper;
    private SweepChild? _recorder;
    private string _mount = "";
    private string _sent = "";
    private string _refused = "";
    private DateTimeOffset _heardAt;
    private volatile SweepReport? _report;
    private volatile AccessReport? _accesses;

    /// <summary>What the sweeping process said last; null before it said anything.</summary>
    public SweepReport? Report => _report;

    /// <summary>Keeps both running and tells them what has changed.</summary>
    /// <param name="filesystem">The filesystem.</param>
    /// <param name="pools">Its pools.</param>
    /// <param name="source">Its mount; null while it cannot be swept.</param>
    public void Keep(WantedFilesystem filesystem, IEnumerable<WantedPool> pools, MountEntry? source)
    {
        if (source is null || _mount != source.Id || time.GetUtcNow() - _heardAt > Silence || _sweeper is { IsRunning: false } || _recorder is { IsRunning: false })
            Stop();
        if (source is null)
            return;
        if (_sweeper is null)
            Start(filesystem, source);
        DateTimeOffset? lostAt = filesystem.RecordsAccesses ? LostAt() : null;
        var line = JsonSerializer.Serialize(SweepConfigurations.Of(filesystem, pools, source.MountPoint, options.NodeName, lostAt), SweepJson.Default.SweepConfiguration);
        if (line != _sent)
            _sweeper!.Send(_sent = line);
    }

    /// <inheritdoc/>
    public void Dispose() => Stop();

    private void Start(WantedFilesystem filesystem, MountEntry source)
    {
        (_mount, _sent, _heardAt) = (source.Id, "", time.GetUtcNow());
        if (filesystem.RecordsAccesses)
            _recorder = SweepChild.Start([RecordArgument, "--mount", source.MountPoint], line => _accesses = JsonSerializer.Deserialize(line, SweepJson.Default.AccessReport));
        _sweeper = SweepChild.Start([SweepArgument, "--uid", $"{filesystem.UserId}", "--gid", $"{filesystem.GroupId ?? filesystem.UserId}"], Hear);
    }

    private void Stop()
    {
        _sweeper?.Dispose();
        _recorder?.Dispose();
        (_sweeper, _recorder, _accesses) = (null, null, null);
    }

    // Whole minutes, or every turn would be another configuration.
    private DateTimeOffset LostAt()
    {
        if (_accesses is not { } accesses)
            return new DateTimeOffset(time.GetUtcNow().Ticks / TimeSpan.TicksPerMinute * TimeSpan.TicksPerMinute, TimeSpan.Zero).AddMinutes(1);
        return accesses.LostAt is { } lost && lost > accesses.Since ? lost : accesses.Since;
    }

    private void Hear(string line)
    {
        try
        {
            var report = JsonSerializer.Deserialize(line, SweepJson.Default.SweepReport);
            (_report, _heardAt) = (report, time.GetUtcNow());
            var refused = string.Join("; ", (report?.Refusals ?? []).Concat((report?.Pools ?? []).SelectMany(static pool => pool.Refusals)).Select(static refusal => refusal.Message).Distinct(StringComparer.Ordinal).Take(5));
            if (refused != _refused && (_refused = refused).Length > 0)
                SweepLog.Refused(logger, report!.Filesystem, refused);
        }
        catch (JsonException broken)
        {
            SweepLog.Garbled(logger, broken.Message);
        }
    }
}

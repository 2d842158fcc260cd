using System.Globalization;
using System.Text;
using KvFleet.Agent.Reconciliation;
using KvFleet.Api.Reports;

namespace KvFleet.Agent.Reports;

/// <summary>
/// The report, and who waits for the next one. The sequence grows with every change of a phase or reason; figures alone do not move it. It starts at the
/// start time, so that it also grows over restarts.
/// </summary>
internal sealed class ReportFeed
{
    private readonly AgentFacts _facts;
    private readonly AgentLoop _loop;
    private readonly NodeUnit _node;
    private readonly AgentContext _context;
    private readonly Lock _gate = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string _signature = "";
    private NodeSnapshot _latest = NodeSnapshot.Empty;
    private long _sequence;

    public ReportFeed(AgentFacts facts, AgentLoop loop, NodeUnit node, AgentContext context)
    {
        (_facts, _loop, _node, _context) = (facts, loop, node, context);
        _sequence = facts.StartedAt.ToUnixTimeMilliseconds();
    }

    /// <summary>The last snapshot taken.</summary>
    public NodeSnapshot Latest => Volatile.Read(ref _latest);

    /// <summary>Takes note of what the loop has come to. On the loop.</summary>
    public void Update()
    {
        var snapshot = SnapshotFactory.Take(_node, _context);
        Volatile.Write(ref _latest, snapshot);
        var signature = Sign(snapshot);
        if (signature == _signature)
            return;
        _signature = signature;
        lock (_gate)
        {
            _sequence++;
            _changed.TrySetResult();
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>The report: at once when its sequence is another than the caller knows, else when it changes or after the wait, with figures of that moment.</summary>
    /// <param name="since">The sequence that the caller knows; null to answer at once.</param>
    /// <param name="wait">Longest wait.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<AgentReport> ReadAsync(long? since, TimeSpan wait, CancellationToken cancellationToken)
    {
        var (sequence, changed) = Current();
        if (since == sequence && wait > TimeSpan.Zero)
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(changed, Task.Delay(wait, _context.Time, patience.Token));
            await patience.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
        }

        return await _loop.AskAsync(
            () =>
            {
                _node.Measure();
                Update();
                return ReportBuilder.Build(_facts, Latest, Current().Sequence, _context.Time.GetUtcNow());
            },
            cancellationToken);
    }

    private (long Sequence, Task Changed) Current()
    {
        lock (_gate)
            return (_sequence, _changed.Task);
    }

    // A device that is busy now and then is no news; what a person should look at is.
    private static string? DiskPhase(DiskSnapshot? disk) => disk?.Reason == DiskReportReasons.DeviceBusy ? DiskReportReasons.Ready : disk?.Reason;

    /// <summary>Everything that is worth waking the operator for.</summary>
    private static string Sign(NodeSnapshot snapshot)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{snapshot.ObservedGeneration};{snapshot.NodeContainerConnected};{snapshot.Disk?.Reason};{snapshot.Disk?.TotalBytes};");
        foreach (var figure in snapshot.Measurements.Bandwidth)
            text.Append(CultureInfo.InvariantCulture, $"{figure.Tier}{figure.Direction}{figure.MeasuredAt.Ticks};");
        foreach (var accelerator in snapshot.Measurements.Accelerators)
            text.Append(CultureInfo.InvariantCulture, $"{accelerator.Address}{accelerator.PciId}{accelerator.LinkDegraded};");
        foreach (var filesystem in snapshot.Filesystems)
            text.Append(CultureInfo.InvariantCulture, $"{filesystem.Name}:{filesystem.Ready}:{filesystem.Reason};");
        foreach (var pool in snapshot.Pools)
        {
            var (phase, reason, _) = PoolVerdict.Of(pool);
            text.Append(CultureInfo.InvariantCulture, $"{pool.Key.Uid}:{phase}:{reason}:{pool.Verdict.StuckBytes}:{pool.Revoked.Length}:{pool.Resp}:{DiskPhase(pool.Disk)};");
            foreach (var holder in pool.Holders)
                text.Append(CultureInfo.InvariantCulture, $"{holder.State.Key.Name}:{holder.Uid}:{holder.State.Phase}:{holder.State.Reason};");
            foreach (var mapper in pool.Mappers)
                text.Append(CultureInfo.InvariantCulture, $"{mapper.Identity.Uid}:{mapper.OwesAcknowledgement};");
        }

        return text.ToString();
    }
}

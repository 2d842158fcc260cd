using KvFleet.Api;
using KvFleet.Api.Conditions;
using KvFleet.Api.Reports;
using KvFleet.Model;

namespace KvFleet.Operator.Status;

/// <summary>The condition LocalDiskReady of a pool: is the local disk that it asks for assigned, and does it work? It says nothing about memory.</summary>
internal static class DiskFindings
{
    /// <summary>The finding; null for a pool that asks for none.</summary>
    public static Finding? Of(PoolView view)
    {
        if (view.Resolution.Pool is not { LocalDisk: { } wanted } || view.Deleting)
            return null;
        return Degraded(view) ?? Unpaid(view) ?? Missing(view) ?? Opening(view) ?? Short(view, wanted.CapacityBytes)
            ?? Finding.True(ConditionReasons.AsExpected, $"{ByteText.Format(view.DiskBytes)} on {Names.Count(view.Nodes.Count(static node => node.DiskBytes > 0), "node")}.");
    }

    /// <summary>Tiers that do not work: a fault of the pool, too.</summary>
    public static Finding? Degraded(PoolView view)
    {
        var failing = view.Nodes.Where(static node => node is { DiskBytes: > 0, Report.LocalDisk.Degraded: true }).ToList();
        return failing.Count == 0 ? null : Finding.False(
            ConditionReasons.LocalDiskDegraded,
            $"{Names.Few([.. failing.Select(static node => node.Node)])}: {failing[0].Report!.LocalDisk!.Reason}: {failing[0].Report!.LocalDisk!.Message} The pool goes on without it.");
    }

    /// <summary>Where the disk is turned off because computing is faster, with the figures.</summary>
    private static Finding? Unpaid(PoolView view)
    {
        var uid = view.Pool.Metadata.Uid ?? "";
        var off = view.Nodes.Where(node => node.TargetBytes > 0 && view.Verdicts.DoesNotPay(uid, node.Class.Name, StorageTier.LocalDisk)).ToList();
        if (off.Count == 0)
            return null;
        var first = off[0].Class.Name;
        var figures = view.Verdicts.For(uid, first).First(static finding => finding.Tier == StorageTier.LocalDisk).Assessment!;
        return Finding.False(
            ConditionReasons.TierDoesNotPay,
            FormattableString.Invariant($"Turned off on {Names.Count(off.Count, "node")}: on {first} loading reaches {figures.LoadBytesPerSecond / 1e9:0.##} GB/s, and computing is as fast as {figures.BreakEvenBytesPerSecond / 1e9:0.##} GB/s. It comes back when figures change; a new value of the node's annotation {WellKnownAnnotations.Measure} measures again."));
    }

    // Nodes with memory of the pool, but without bytes on disk.
    private static Finding? Missing(PoolView view)
    {
        if (view.Nodes.Any(static node => node.DiskBytes > 0) || view.Nodes.All(static node => node.TargetBytes == 0))
            return null;
        var refused = view.Nodes.Where(static node => node.TargetBytes > 0 && Disk(node)?.Reason is not (null or DiskReportReasons.Waiting)).ToList();
        if (refused.Count > 0)
            return Finding.False(ConditionReasons.LocalDiskRefused, $"{Names.Few([.. refused.Select(static node => node.Node)])}: {Disk(refused[0])!.Reason}: {Disk(refused[0])!.Message}");
        return view.Nodes.Where(static node => node is { TargetBytes: > 0, Agent.Answers: true }).All(static node => Disk(node) is null)
            ? Finding.False(
                ConditionReasons.LocalDiskNotConfigured, "The agents have no directory for values on disk: set the operator's KVFLEET_AGENT__DISK__DIRECTORY to one on a disk of the nodes, or remove spec.localDisk.")
            : null;
    }

    private static Finding? Opening(PoolView view)
    {
        var waiting = view.Nodes.Where(static node => node.DiskBytes > 0 && node.Report?.LocalDisk?.Reason is null or DiskReportReasons.Waiting or DiskReportReasons.Recovering).Select(static node => node.Node).ToList();
        return waiting.Count == 0 ? null : Finding.False(ConditionReasons.LocalDiskOpening, $"{ByteText.Format(view.DiskBytes)} are assigned; waiting for {Names.Few(waiting)}.");
    }

    private static Finding? Short(PoolView view, long wanted)
    {
        // Less than a quantum for each node is rounding.
        if (wanted - view.DiskBytes < Planning.Disks.DiskPlanner.QuantumBytes * Math.Max(1, view.Nodes.Count))
            return null;
        var without = view.Nodes.Where(static node => node is { TargetBytes: > 0, DiskBytes: 0 }).ToList();
        var why = without.Count == 0
            ? "The nodes' disks, or spec.localDisk.maxPerNode, allow no more."
            : $"{Names.Few([.. without.Select(static node => node.Node)])} give none{(Disk(without[0])?.Message is { } message ? $": {message}" : ".")}";
        return Finding.False(ConditionReasons.Shortfall, $"{ByteText.Format(view.DiskBytes)} of {ByteText.Format(wanted)} asked for are assigned. {why}");
    }

    private static NodeDiskReport? Disk(PoolNodeView node) => node.Agent.Answers ? node.Agent.State!.Report!.LocalDisk : null;
}

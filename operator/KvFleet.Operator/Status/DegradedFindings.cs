using KvFleet.Api.Conditions;
using KvFleet.Api.Reports;
using KvFleet.Model;

namespace KvFleet.Operator.Status;

/// <summary>The condition Degraded: does something not work that did, or that should?</summary>
internal static class DegradedFindings
{
    public static Finding Of(PoolView view)
    {
        var unknown = view.Nodes.Where(node => node.Unknown).Select(node => node.Node).ToList();
        if (unknown.Count > 0)
            return Finding.True(ConditionReasons.AgentUnreachable, $"What {Names.Few(unknown)} hold is not known: no agent answers there.");

        var stuck = view.Nodes.Where(node => node.Report?.StuckBytes > 0).ToList();
        if (stuck.Count > 0)
        {
            var bytes = ByteText.Format(stuck.Sum(node => node.Report!.StuckBytes));
            var keepers = stuck.SelectMany(node => node.Report!.Stuck.Select(entry => $"{Who(entry)} on {node.Node}")).Distinct(StringComparer.Ordinal).ToList();
            return Finding.True(
                ConditionReasons.StuckBytes,
                keepers.Count > 0
                    ? $"{bytes} do not come back because {Names.Few(keepers)} keep{(keepers.Count == 1 ? "s" : "")} them mapped; restart what keeps them."
                    : $"{bytes} on {Names.Few([.. stuck.Select(node => node.Node)])} do not come back, and no process is known to keep them. {stuck[0].Report!.Message ?? "See the log of the agent there."}");
        }

        var failing = view.Nodes.Where(node => node.Report?.Phase == PoolPhase.Degraded).ToList();
        if (failing.Count > 0)
            return Finding.True(ConditionReasons.AgentReportsFailure, $"{Names.Few([.. failing.Select(node => node.Node)])}: {Words(failing[0].Report!)}");
        return DiskFindings.Degraded(view) is { } disk
            ? Finding.True(disk.Reason, disk.Message)
            : Finding.False(ConditionReasons.AsExpected, "Nothing is wrong.");
    }

    /// <summary>The pod that keeps bytes, or the process where no pod is known.</summary>
    public static string Who(StuckReport entry) => entry switch
    {
        { PodNamespace: { Length: > 0 } space, PodName: { Length: > 0 } name } => $"{space}/{name}",
        { PodUid: { Length: > 0 } uid } => $"the pod with uid {uid}",
        _ => $"process {entry.Pid?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "?"}{(entry.Command is { Length: > 0 } command ? $" ({command})" : "")}",
    };

    // The holder's own words are more precise than the pool's summary.
    private static string Words(PoolReport report)
    {
        var holder = report.Holders.FirstOrDefault(entry => entry.State == HolderPhase.Failed && entry.Message is { Length: > 0 });
        return holder is not null ? $"{holder.Name}: {holder.Message}" : report.Message ?? report.Reason ?? "the agent gives no reason; see its log.";
    }
}

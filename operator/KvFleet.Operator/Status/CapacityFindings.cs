using KvFleet.Api.Conditions;
using KvFleet.Model;
using KvFleet.Operator.Faults;
using KvFleet.Planning;

namespace KvFleet.Operator.Status;

/// <summary>The condition CapacityAssigned: could what was asked for be given, and were its holders bound? The first rule that applies speaks.</summary>
internal static class CapacityFindings
{
    private static readonly Func<PoolView, Finding?>[] Rules =
        [Leaving, Invalid, Switched, Quota, NameTaken, Refused, Pending, Lost, Paused, HugePages, Short];

    public static Finding Of(PoolView view)
    {
        foreach (var rule in Rules)
        {
            if (rule(view) is { } finding)
                return finding;
        }

        return Finding.True(ConditionReasons.Assigned, $"{Assigned(view)} on {Names.Count(view.Nodes.Count(node => node.TargetBytes > 0), "node")}.{Remainder(view)}");
    }

    private static string Remainder(PoolView view) => view.AssignedBytes < view.RequestedBytes ? " The rest is less than one step of the planner (KVFLEET_PLANNING__QUANTUM)." : "";

    private static string Assigned(PoolView view) => $"{ByteText.Format(view.AssignedBytes)} of {ByteText.Format(view.RequestedBytes)} are assigned";

    private static Finding? Invalid(PoolView view) => view.Resolution.Pool is null
        ? Finding.False(ConditionReasons.InvalidSpec, $"{view.Resolution.Message} What the pool had, it keeps.")
        : null;

    private static Finding? Leaving(PoolView view) => view.Deleting
        ? Finding.False(ConditionReasons.Draining, "The pool is being deleted; its memory is being given back.")
        : null;

    private static Finding? Switched(PoolView view) => view.Plan?.Reason switch
    {
        ShortfallReason.FleetDrain => Finding.False(ConditionReasons.FleetSwitch, "The fleet-wide switch drains every pool (ConfigMap kvfleet-config, mode: DrainAll); set it to Run to use the pool again."),
        ShortfallReason.Frozen => Finding.False(ConditionReasons.FleetSwitch, $"{Assigned(view)}; the fleet-wide switch keeps the rest back (ConfigMap kvfleet-config, mode: Freeze)."),
        _ => null,
    };

    private static Finding? Quota(PoolView view) => Fault(view, HolderFaultKind.QuotaExceeded, ConditionReasons.QuotaExceeded);

    private static Finding? NameTaken(PoolView view) => Fault(view, HolderFaultKind.NameTaken, ConditionReasons.HolderNameTaken);

    private static Finding? Refused(PoolView view) => Fault(view, HolderFaultKind.Refused, ConditionReasons.HolderFailed);

    private static Finding? Lost(PoolView view)
    {
        var missing = view.Nodes.Where(node => node.Holders.All(holder => holder.Ended || holder.Deleting) && node.TargetBytes > 0).Select(node => node.Node).ToHashSet(StringComparer.Ordinal);
        var lost = view.Faults.Where(fault => fault.Kind == HolderFaultKind.Lost && missing.Contains(fault.Node)).ToList();
        return lost.Count == 0 ? null : Say(view, ConditionReasons.HolderFailed, lost);
    }

    private static Finding? Fault(PoolView view, HolderFaultKind kind, string reason)
    {
        var faults = view.Faults.Where(fault => fault.Kind == kind).ToList();
        return faults.Count == 0 ? null : Say(view, reason, faults);
    }

    private static Finding Say(PoolView view, string reason, List<HolderFault> faults) =>
        Finding.False(reason, $"{Assigned(view)}, but no holder for {(faults.Count == 1 ? faults[0].Node : Names.Few([.. faults.Select(fault => fault.Node)]))}: {faults[0].Message}");

    private static Finding? Pending(PoolView view)
    {
        var pending = view.Nodes.SelectMany(node => node.Holders).Where(holder => holder is { PendingMessage: not null, Deleting: false }).ToList();
        if (pending.Count == 0)
            return null;
        var first = pending[0];
        var bytes = ByteText.Format(pending.Sum(holder => holder.Bytes));
        return Finding.False(
            ConditionReasons.HolderPending,
            $"{Names.Count(pending.Count, "holder")} ({bytes}) of {ByteText.Format(view.AssignedBytes)} cannot run. {first.Name} on {first.Node}: {first.PendingMessage} "
            + (first.Unschedulable ? "Free room on the node, lower spec.capacity, or set spec.priorityClassName." : "See kubectl describe of the pod."));
    }

    private static Finding? Paused(PoolView view) => view.Plan?.Reason == ShortfallReason.Paused
        ? Finding.False(ConditionReasons.Paused, $"{Assigned(view)}; spec.paused keeps the rest back.")
        : null;

    private static Finding? HugePages(PoolView view) =>
        view.Resolution.Pool is { HugePages: not Api.Pools.HugePageSize.None } pool
        && view.Plan is { Reason: ShortfallReason.NoNodeUsable or ShortfallReason.NodeBudget or ShortfallReason.MinimumDoesNotFit } plan
            ? Finding.False(
                ConditionReasons.HugePagesMissing,
                $"{Assigned(view)}. {plan.Message} The rest needs pages reserved on the nodes ({Api.Pools.HugePageSizeExtensions.ResourceName(pool.HugePages)}; kernel parameter hugepages= or vm.nr_hugepages, then restart the kubelet), or spec.hostMemory.hugePages: None.")
            : null;

    private static Finding? Short(PoolView view) => view.Plan is { IsSatisfied: false } plan ? Finding.False(Reason(plan.Reason), plan.Message) : null;

    private static string Reason(ShortfallReason reason) => reason switch
    {
        ShortfallReason.NoNodeMatches => ConditionReasons.NoNodeMatches,
        ShortfallReason.NoNodeUsable => ConditionReasons.NoNodeUsable,
        ShortfallReason.NamespaceCap => ConditionReasons.NamespaceCapReached,
        ShortfallReason.InvalidPool => ConditionReasons.InvalidSpec,
        _ => ConditionReasons.CapacityExceedsFleet,
    };
}

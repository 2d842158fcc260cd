using KvFleet.Api.Conditions;
using KvFleet.Model;
using KvFleet.Operator.Placement;
using KvFleet.Planning;

namespace KvFleet.Operator.Status;

/// <summary>The condition Ready: everything that was asked for is assigned, resident and locked.</summary>
internal static class ReadyFindings
{
    public static Finding Of(PoolView view, Finding capacity)
    {
        var resident = ByteText.Format(view.ResidentBytes);
        if (view.Deleting || view.Plan?.Reason == ShortfallReason.FleetDrain)
            return Finding.False(ConditionReasons.Draining, $"{resident} are still resident and are being given back.");
        if (view.Resolution.Pool is null)
            return Finding.False(ConditionReasons.InvalidSpec, view.Resolution.Message);

        var unknown = view.Nodes.Where(node => node.Unknown).Select(node => node.Node).ToList();
        var waiting = view.Nodes.Where(node => node is { TargetBytes: > 0, Ready: false, Unknown: false }).Select(node => node.Node).ToList();
        if (waiting.Count > 0)
            return Finding.False(ConditionReasons.Populating, $"{resident} of {ByteText.Format(view.AssignedBytes)} assigned are resident; waiting for {Names.Few(waiting)}.{Waits(view)}{Because(capacity)}");
        if (unknown.Count > 0)
            return Finding.False(ConditionReasons.AgentUnreachable, $"{resident} are resident on the nodes that answer; {Names.Few(unknown)} do not.");
        return capacity.Status == Kubernetes.Conditions.ConditionStatus.True
            ? Finding.True(ConditionReasons.Resident, $"{resident} are resident and locked on {Names.Count(view.Nodes.Count(node => node.Ready), "node")}.")
            : Finding.False(ConditionReasons.Shortfall, $"{resident} of {ByteText.Format(view.RequestedBytes)} asked for are resident and locked.{Because(capacity)}");
    }

    private static string Waits(PoolView view) =>
        view.Delays.FirstOrDefault(delay => delay.Reason is GrowthDelayReason.NodeRoom or GrowthDelayReason.PoolRoom or GrowthDelayReason.NamespaceRoom) is not { } delay ? "" : delay.Reason switch
        {
            GrowthDelayReason.NodeRoom => $" On {delay.Node} other bytes have to come back first.",
            GrowthDelayReason.PoolRoom => $" On {delay.Node} it grows when the pool's bytes on other nodes have come back.",
            _ => $" On {delay.Node} it grows when other pools of the namespace have given bytes back.",
        };

    private static string Because(Finding capacity) => capacity.Status == Kubernetes.Conditions.ConditionStatus.True ? "" : $" {capacity.Message}";
}

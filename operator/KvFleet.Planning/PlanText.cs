using KvFleet.Model;

namespace KvFleet.Planning;

/// <summary>The sentences of a plan.</summary>
internal static class PlanText
{
    /// <summary>One assignment's reason with its numbers.</summary>
    /// <param name="assignment">The assignment.</param>
    public static string Describe(NodeAssignment assignment)
    {
        var bytes = ByteText.Format(assignment.Bytes);
        var current = ByteText.Format(assignment.CurrentBytes);
        var ideal = ByteText.Format(assignment.IdealBytes);
        var budget = ByteText.Format(assignment.BudgetBytes);
        return assignment.Reason switch
        {
            PlanReason.Proportional => $"{bytes}: the capacity's part in proportion to the node's budget of {budget}.",
            PlanReason.WithinDeadBand => $"{bytes} stays: the ideal {ideal} is within the dead band.",
            PlanReason.NodeMinimum => $"{bytes}: the pool's minimum per node.",
            PlanReason.NodeMaximum => $"{bytes}: the pool's maximum per node; the node's budget is {budget}.",
            PlanReason.NodeBudget => $"{bytes}: all that the node's budget of {budget} holds beside holder overhead.",
            PlanReason.SharedByWeight => $"{bytes}: the pool's weighted part of the node's budget of {budget}.",
            PlanReason.MinimumDoesNotFit => $"Not used: the pool's minimum per node does not fit (node budget {budget}, shared with other pools) or the capacity does not reach.",
            PlanReason.NothingLeft => $"Not used: nothing was left for it (node budget {budget}).",
            PlanReason.Paused => $"{bytes}: the pool is paused.",
            PlanReason.PoolInvalid => $"{bytes}: the pool's specification makes no sense; it keeps what it has until that is corrected.",
            PlanReason.Frozen => $"{bytes}: the fleet is frozen.",
            PlanReason.FleetDrain => $"Drains from {current}: the fleet is switched to drain.",
            PlanReason.PoolDeleting => $"Drains from {current}: the pool is being deleted.",
            PlanReason.NodeExcluded => $"Drains from {current}: the node is excluded by annotation.",
            PlanReason.NodeCordoned => $"{bytes}: the node is cordoned; it keeps what it has and does not grow.",
            PlanReason.NodeSick => $"{bytes}: an accelerator of the node is broken; it keeps what it has and does not grow.",
            PlanReason.NodeNotAnswering => $"{bytes}: the node does not answer; within the grace it keeps what it has and does not grow.",
            PlanReason.NodeLost => $"Given up from {current}: the node has not answered for longer than the grace.",
            PlanReason.NodeNotSelected => $"Drains from {current}: the node does not match the pool's selector any more.",
            PlanReason.TaintNotTolerated => assignment.Bytes > 0
                ? $"{bytes}: a taint of the node is not tolerated; holders stay, none can be added."
                : $"Not used (had {current}): a taint of the node is not tolerated by the pool.",
            PlanReason.NodeGone => $"Given up from {current}: the node is gone.",
            _ => $"{bytes}.",
        };
    }
}

using KvFleet.Api.Conditions;
using KvFleet.Api.Nodes;
using KvFleet.Api.Reports;
using KvFleet.Kubernetes;
using KvFleet.Kubernetes.Conditions;
using KvFleet.Model.Accelerators;
using KvFleet.Operator.Fleet;
using KvFleet.Operator.Inventory;
using KvFleet.Planning;
using KvFleet.Planning.Inventory;

namespace KvFleet.Operator.Status;

/// <summary>Makes a node's status out of the inventory and its agent's report. Pure.</summary>
public static class NodeStatusBuilder
{
    /// <summary>The status.</summary>
    /// <param name="node">The node.</param>
    /// <param name="before">The status before; conditions keep their transition times, and facts of the machine outlive its agent.</param>
    /// <param name="catalog">What is known about accelerators.</param>
    /// <param name="now">The present.</param>
    public static KVCacheNodeStatus Build(NodePicture node, KVCacheNodeStatus? before, AcceleratorCatalog catalog, DateTimeOffset now)
    {
        var report = node.Agent.Answers ? node.Agent.State!.Report : null;
        var conditions = new List<V1Condition>(before?.Conditions ?? []);
        var agent = Agent(node.Agent);
        conditions.Set(NodeConditions.AgentReady, agent.Status, agent.Reason, agent.Message, observedGeneration: null, now);
        var eligible = node.Eligibility.Value == NodeEligibility.Eligible;
        conditions.Set(NodeConditions.Schedulable, eligible ? ConditionStatus.True : ConditionStatus.False, node.Eligibility.Reason, node.Eligibility.Message, observedGeneration: null, now);
        if (NodeDisk.Finding(report) is { } disk)
            conditions.Set(NodeConditions.LocalDiskReady, disk.Status, disk.Reason, disk.Message, observedGeneration: null, now);
        else if (report is not null)
            conditions.RemoveAll(static condition => condition.Type == NodeConditions.LocalDiskReady);
        if (NodeHardware.Health(node.Class, report, node.Faults, catalog) is { } health)
            conditions.Set(NodeConditions.AcceleratorsHealthy, health.Status, health.Reason, health.Message, observedGeneration: null, now);
        else
            conditions.RemoveAll(static condition => condition.Type == NodeConditions.AcceleratorsHealthy);
        return new KVCacheNodeStatus
        {
            ObservedGeneration = report?.ObservedNodeGeneration,
            Conditions = conditions,
            AcceleratorClass = Class(node.Class),
            Budget = Budget(node),
            NumaNodes = report is null ? before?.NumaNodes : [.. report.NumaNodes.Select(numa => new NumaNodeStatus { Id = numa.Id, Memory = ResourceQuantity.FromBytes(numa.MemoryBytes) })],
            Agent = report is null ? null : new NodeAgentStatus { Version = report.AgentVersion, PodName = node.Agent.PodName, StartedAt = report.StartedAt },
            Accelerators = report is null ? before?.Accelerators : NodeHardware.Accelerators(report, catalog),
            Bandwidth = report is null ? before?.Bandwidth : NodeHardware.Bandwidth(report),
            BootId = report?.BootId ?? before?.BootId,
            ReportedAt = report?.ReportedAt,
            Resident = report is null ? null : ResourceQuantity.FromBytes(report.Pools.Sum(pool => pool.ResidentBytes)),
            LocalDisk = NodeDisk.Status(node.Object?.Spec, report),
            Pools = Pools(node.Object?.Spec, report),
        };
    }

    private static Finding Agent(AgentPresence agent) => agent switch
    {
        { PodName: null } => Finding.False(ConditionReasons.AgentMissing, "No agent pod runs on the node; check the DaemonSet kvfleet-agent."),
        { Answers: false } => new Finding(
            ConditionStatus.Unknown, ConditionReasons.AgentUnreachable, $"The agent in pod {agent.PodName} does not answer{(agent.State?.Error is { } error ? $": {error}" : " yet")}. What the node holds is not known."),
        { Works: false } => Finding.False(ConditionReasons.AgentNotReady, $"The agent's privileged container does not answer; see kubectl logs {agent.PodName} -c node."),
        _ => Finding.True(ConditionReasons.AsExpected, "The agent reports."),
    };

    private static NodeAcceleratorClass Class(AcceleratorClass found) => new()
    {
        Name = found.Name,
        Vendor = found.Accelerators.Vendor.ToString(),
        Product = found.Accelerators.Product is { Length: > 0 } product ? product : null,
        Count = found.Accelerators.Count,
        Memory = found.Accelerators.MemoryBytes > 0 ? ResourceQuantity.FromBytes(found.Accelerators.MemoryBytes) : null,
    };

    private static NodeBudgetStatus Budget(NodePicture node) => new()
    {
        Allocatable = ResourceQuantity.FromBytes(node.Allocatable.Regular),
        RequestedByOthers = ResourceQuantity.FromBytes(node.RequestedByOthers.Regular),
        // Whole mebibytes, rounded down, so that people can read it; the reason has the exact words.
        Budget = ResourceQuantity.FromBytes(node.Budget.Bytes >> 20 << 20),
        Assigned = ResourceQuantity.FromBytes(node.Object?.Spec.Assignments?.Sum(assignment => assignment.Bytes.ToInt64()) ?? 0),
        Reason = node.Budget.Message,
    };

    private static List<NodePoolStatus> Pools(KVCacheNodeSpec? spec, AgentReport? report)
    {
        var assigned = (spec?.Assignments ?? []).DistinctBy(assignment => assignment.Pool.Uid, StringComparer.Ordinal).ToDictionary(assignment => assignment.Pool.Uid, StringComparer.Ordinal);
        var measured = (report?.Pools ?? []).DistinctBy(pool => pool.Uid, StringComparer.Ordinal).ToDictionary(pool => pool.Uid, StringComparer.Ordinal);
        return
        [
            .. assigned.Keys.Union(measured.Keys, StringComparer.Ordinal)
                .Select(uid => Pool(assigned.GetValueOrDefault(uid), measured.GetValueOrDefault(uid), agentAnswers: report is not null))
                .OrderBy(pool => pool.Namespace, StringComparer.Ordinal).ThenBy(pool => pool.Name, StringComparer.Ordinal).ThenBy(pool => pool.Uid, StringComparer.Ordinal),
        ];
    }

    private static NodePoolStatus Pool(PoolAssignment? assignment, PoolReport? measured, bool agentAnswers) => new()
    {
        Namespace = assignment?.Pool.Namespace ?? measured!.Namespace,
        Name = assignment?.Pool.Name ?? measured!.Name,
        Uid = assignment?.Pool.Uid ?? measured!.Uid,
        Phase = measured?.Phase ?? (agentAnswers ? PoolPhase.Pending : PoolPhase.Unknown),
        Assigned = assignment?.Bytes ?? ResourceQuantity.FromBytes(0),
        Resident = Quantity(measured?.ResidentBytes),
        Locked = Quantity(measured?.LockedBytes),
        Draining = Quantity(measured?.DrainingBytes),
        Stuck = Quantity(measured?.StuckBytes),
        StuckPods = measured is { Stuck.Count: > 0 } ? [.. measured.Stuck.Select(DegradedFindings.Who).Distinct(StringComparer.Ordinal)] : null,
        LocalDisk = NodeDisk.Pool(assignment?.LocalDisk, measured?.LocalDisk),
        Reason = measured?.Reason,
        Message = measured?.Message,
    };

    private static ResourceQuantity? Quantity(long? bytes) => bytes is { } known ? ResourceQuantity.FromBytes(known) : null;
}

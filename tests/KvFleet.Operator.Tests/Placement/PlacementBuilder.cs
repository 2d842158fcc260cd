using KvFleet.Api.Nodes;
using KvFleet.Api.Reports;
using KvFleet.Kubernetes;
using KvFleet.Operator.Inventory;
using KvFleet.Operator.Placement;
using KvFleet.Planning;
using KvFleet.Planning.Holders;

namespace KvFleet.Operator.Tests.Placement;

/// <summary>Small words for placements: sizes in GiB, one pool unless said otherwise.</summary>
internal static class PlacementBuilder
{
    public const long Gi = 1L << 30;
    public static readonly DateTimeOffset Now = new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);
    public static readonly PoolKey Key = new("ai", "llama");

    public static PlacementPool Pool(long limit, PoolKey? key = null, DateTimeOffset? deadline = null) =>
        new() { Key = key ?? Key, Uid = $"uid-{(key ?? Key).Name}", LimitBytes = limit * Gi, RowStrideBytes = 2 << 20, DrainDeadline = deadline };

    public static HolderPod Pod(string node, int ordinal, long size, PoolKey? key = null, string uid = "") => new()
    {
        Pool = key ?? Key,
        PoolUid = $"uid-{(key ?? Key).Name}",
        Name = Name(node, ordinal, key),
        Uid = uid.Length > 0 ? uid : $"pod-{node}-{ordinal}",
        Node = node,
        Bytes = size * Gi,
        Bound = true,
        Running = true,
    };

    public static string Name(string node, int ordinal, PoolKey? key = null) => HolderName.For((key ?? Key).Name, $"uid-{(key ?? Key).Name}", node, ordinal);

    public static NodeState Node(string name, params HolderPod[] holders) => new()
    {
        Name = name,
        Eligibility = NodeEligibility.Eligible,
        Budget = new NodeMemory(100 * Gi),
        Holders = holders,
        Generation = 5,
        Spec = Spec(HolderIntent.Hold, holders),
        Report = Report(5, HolderPhase.Ready, holders),
    };

    public static NodeState Told(this NodeState node, HolderIntent intent) => node with { Spec = Spec(intent, [.. node.Holders]) };

    public static NodeState Reporting(this NodeState node, long generation, HolderPhase phase) => node with { Report = Report(generation, phase, [.. node.Holders]) };

    public static KVCacheNodeSpec Spec(HolderIntent intent, params HolderPod[] holders) => new()
    {
        Assignments = [.. holders.GroupBy(pod => (pod.Pool, pod.PoolUid)).Select(group => new PoolAssignment
        {
            Pool = new PoolReference { Namespace = group.Key.Pool.Namespace, Name = group.Key.Pool.Name, Uid = group.Key.PoolUid },
            Bytes = ResourceQuantity.FromBytes(group.Sum(pod => pod.Bytes)),
            Holders = [.. group.Select(pod => new HolderAssignment { Name = pod.Name, Uid = pod.Uid, Bytes = ResourceQuantity.FromBytes(pod.Bytes), State = intent })],
        })],
    };

    public static AgentReport Report(long generation, HolderPhase phase, params HolderPod[] holders) => new()
    {
        Sequence = 1,
        NodeName = "n",
        BootId = "boot",
        AgentVersion = "0.1.0",
        StartedAt = Now,
        ReportedAt = Now,
        ObservedNodeGeneration = generation,
        Pools = [.. holders.GroupBy(pod => (pod.Pool, pod.PoolUid)).Select(group => new PoolReport
        {
            Namespace = group.Key.Pool.Namespace,
            Name = group.Key.Pool.Name,
            Uid = group.Key.PoolUid,
            Phase = PoolPhase.Ready,
            Holders = [.. group.Select(pod => new HolderReport { Name = pod.Name, Uid = pod.Uid, State = phase, AssignedBytes = pod.Bytes })],
        })],
    };

    public static Plan Plan(params (PoolKey Key, string Node, long Size)[] targets) => new(
        [.. targets.GroupBy(target => target.Key).OrderBy(group => group.Key).Select(group => new PoolPlan
        {
            Key = group.Key,
            RequestedBytes = group.Sum(target => target.Size) * Gi,
            AssignedBytes = group.Sum(target => target.Size) * Gi,
            Reason = ShortfallReason.None,
            Message = "",
            NodesMatched = group.Count(),
            NodesUsable = group.Count(),
            NodesUsed = group.Count(),
            Assignments = [.. group.Select(target => new NodeAssignment(target.Key, target.Node, target.Size * Gi, 0, 0, PlanReason.Proportional, 0))],
        })],
        null);

    public static Plan Plan(params (string Node, long Size)[] targets) => Plan([.. targets.Select(target => (Key, target.Node, target.Size))]);

    public static IReadOnlyList<NodePlacement> Next(Plan plan, PlacementPool[] pools, params NodeState[] nodes) =>
        HolderPlacement.Next(new PlacementInput { Now = Now, Plan = plan, Pools = pools, Nodes = nodes });
}

using KvFleet.Api.Nodes;
using KvFleet.Kubernetes;
using KvFleet.Kubernetes.Models;
using KvFleet.Model.Accelerators;
using KvFleet.Operator.Fleet;
using KvFleet.Operator.Inventory;
using KvFleet.Operator.Telemetry;
using KvFleet.Planning;
using KvFleet.Planning.Budget;
using KvFleet.Planning.Inventory;

namespace KvFleet.Operator.Tests.Fleet;

public sealed class NodePictureTests
{
    private static readonly AgentState Well = new() { Node = "a", PodName = "agent-1", Reachability = AgentReachability.Reachable };
    private static readonly V1Alpha1KVCacheNode Stored = new() { Metadata = new V1ObjectMeta { Name = "a" } };

    public static TheoryData<string> Changes => [.. Changed.Keys];

    private static Dictionary<string, Func<NodePicture, NodePicture>> Changed { get; } = new(StringComparer.Ordinal)
    {
        ["object"] = static node => node with { Object = new V1Alpha1KVCacheNode { Metadata = new V1ObjectMeta { Name = "a" } } },
        ["report"] = static node => node with { Agent = node.Agent with { State = Well with { Error = "late" } } },
        ["agent pod"] = static node => node with { Agent = node.Agent with { PodName = "agent-2" } },
        ["eligibility"] = static node => node with { Eligibility = node.Eligibility with { Message = "cordoned" } },
        ["class"] = static node => node with { Class = new AcceleratorClass(new AcceleratorFacts(AcceleratorVendor.Nvidia, "L40S", 48L << 30, 4), 1L << 40) },
        ["allocatable"] = static node => node with { Allocatable = new NodeMemory(1) },
        ["requests of others"] = static node => node with { RequestedByOthers = new NodeMemory(1) },
        ["budget"] = static node => node with { Budget = node.Budget with { Bytes = 1 } },
    };

    [Fact]
    public void A_node_that_nothing_happened_to_says_the_same() => Picture().SaysTheSameAs(Picture()).ShouldBeTrue();

    [Theory]
    [MemberData(nameof(Changes))]
    public void Whatever_its_status_tells_of_makes_a_difference(string change) => Changed[change](Picture()).SaysTheSameAs(Picture()).ShouldBeFalse();

    // What time does to it, and a heartbeat of the kubelet, is in no status.
    [Fact]
    public void A_heartbeat_makes_none() =>
        (Picture() with { Node = new V1Node { Metadata = new V1ObjectMeta { Name = "a", ResourceVersion = "2" } } }).SaysTheSameAs(Picture()).ShouldBeTrue();

    private static NodePicture Picture() => new()
    {
        Node = new V1Node { Metadata = new V1ObjectMeta { Name = "a" } },
        Object = Stored,
        Eligibility = new EligibilityFinding(NodeEligibility.Eligible, DateTimeOffset.UnixEpoch, "AsExpected", ""),
        Class = new AcceleratorClass(new AcceleratorFacts(AcceleratorVendor.Nvidia, "H100", 80L << 30, 8), 2L << 40),
        Allocatable = new NodeMemory(64L << 30),
        RequestedByOthers = new NodeMemory(8L << 30),
        Budget = new NodeBudgetResult(32L << 30, default, "half"),
        Budgets = new NodeMemory(32L << 30),
        Agent = new AgentPresence("agent-1", Well, DateTimeOffset.UnixEpoch),
    };
}

using KvFleet.Api.Reports;
using KvFleet.Kubernetes;
using KvFleet.Kubernetes.Models;
using KvFleet.Operator.Inventory;
using KvFleet.Operator.Telemetry;
using KvFleet.Planning;

namespace KvFleet.Operator.Tests.Inventory;

public sealed class EligibilityTests
{
    private static readonly DateTimeOffset Now = new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static AgentPresence Agent(AgentReachability reachability = AgentReachability.Reachable, bool connected = true) => new("agent-x", new AgentState
    {
        Node = "n",
        PodName = "agent-x",
        Reachability = reachability,
        Since = Now,
        Error = reachability == AgentReachability.Unreachable ? "connection refused" : null,
        Report = reachability == AgentReachability.Unreachable
            ? null
            : new AgentReport { Sequence = 1, NodeName = "n", BootId = "b", AgentVersion = "1", StartedAt = Now, ReportedAt = Now, NodeContainerConnected = connected },
    }, Now);

    private static V1Node Node(string ready = "True") => new()
    {
        Metadata = new V1ObjectMeta { Name = "n" },
        Spec = new V1NodeSpec(),
        Status = new V1NodeStatus { Conditions = [new V1NodeCondition { Type = "Ready", Status = ready, LastTransitionTime = Now.AddMinutes(-3), Message = "disk is full" }] },
    };

    [Fact]
    public void A_ready_node_with_a_working_agent_may_grow() => NodeEligibilityRules.Judge(Node(), Agent()).Value.ShouldBe(NodeEligibility.Eligible);

    [Fact]
    public void An_admins_exclusion_goes_before_everything()
    {
        var node = Node("False");
        node.SetAnnotation("kvfleet.io/exclude", "true");

        NodeEligibilityRules.Judge(node, Agent()).Value.ShouldBe(NodeEligibility.Excluded);
    }

    [Fact]
    public void A_node_that_is_not_ready_says_since_when_and_why()
    {
        var finding = NodeEligibilityRules.Judge(Node("False"), Agent());

        (finding.Value, finding.Since).ShouldBe((NodeEligibility.NotReady, Now.AddMinutes(-3)));
        finding.Message.ShouldContain("disk is full");
    }

    [Fact]
    public void A_silent_kubelet_or_its_taint_make_a_node_unreachable()
    {
        NodeEligibilityRules.Judge(Node("Unknown"), Agent()).Value.ShouldBe(NodeEligibility.Unreachable);
        var tainted = Node();
        tainted.Spec!.Taints = [new V1Taint { Key = "node.kubernetes.io/unreachable", Effect = "NoExecute", TimeAdded = Now.AddMinutes(-1) }];
        NodeEligibilityRules.Judge(tainted, Agent()).Since.ShouldBe(Now.AddMinutes(-1));
    }

    [Fact]
    public void A_cordoned_node_keeps_but_does_not_grow()
    {
        var node = Node();
        node.Spec!.Unschedulable = true;

        NodeEligibilityRules.Judge(node, Agent()).Value.ShouldBe(NodeEligibility.Cordoned);
    }

    [Fact]
    public void A_node_whose_agent_is_missing_silent_or_half_dead_says_which()
    {
        NodeEligibilityRules.Judge(Node(), new AgentPresence(null, null, Now)).Reason.ShouldBe("AgentMissing");
        NodeEligibilityRules.Judge(Node(), Agent(AgentReachability.Unreachable)).Message.ShouldContain("connection refused");
        NodeEligibilityRules.Judge(Node(), Agent(connected: false)).Message.ShouldContain("-c node");
    }

    [Fact]
    public void An_agent_that_stops_working_counts_from_then_not_from_the_age_of_its_pod()
    {
        var silent = Agent(connected: false) with { Since = Now.AddDays(-1), SilentSince = Now.AddSeconds(-1) };

        NodeEligibilityRules.Judge(Node(), silent).Since.ShouldBe(Now.AddSeconds(-1));
    }
}

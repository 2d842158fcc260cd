using KvFleet.Api.Pools;
using KvFleet.Api.Reports;
using KvFleet.Api.Validation;
using KvFleet.Kubernetes;
using KvFleet.Kubernetes.Conditions;
using KvFleet.Model.Catalog;
using KvFleet.Operator.Faults;
using KvFleet.Operator.Inventory;
using KvFleet.Operator.Status;
using KvFleet.Operator.Telemetry;
using KvFleet.Planning;
using KvFleet.Planning.Inventory;

namespace KvFleet.Operator.Tests.Status;

/// <summary>Which rule speaks, and with which words.</summary>
public sealed class StatusRulesTests
{
    private const long Gi = 1L << 30;
    private static readonly DateTimeOffset Now = new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly AcceleratorClass Cpu = AcceleratorClass.Of(AcceleratorFacts.None, 64 * Gi);

    private static AgentPresence Agent(bool answers = true) => new("agent", new AgentState
    {
        Node = "a",
        PodName = "agent",
        Reachability = answers ? AgentReachability.Reachable : AgentReachability.Unreachable,
        Error = answers ? null : "no route to host",
        Report = answers ? new AgentReport { Sequence = 1, NodeName = "a", BootId = "b", AgentVersion = "1", StartedAt = Now, ReportedAt = Now, NodeContainerConnected = true } : null,
    }, Now);

    private static PoolReport Report(long resident, PoolPhase phase = PoolPhase.Ready) =>
        new() { Namespace = "ai", Name = "llama", Uid = "p", Phase = phase, ResidentBytes = resident * Gi, LockedBytes = resident * Gi };

    private static PoolNodeView Node(string name, long target, PoolReport? report, bool answers = true) =>
        new() { Node = name, Class = Cpu, TargetBytes = target * Gi, Agent = Agent(answers), Report = report };

    private static PoolView View(params PoolNodeView[] nodes)
    {
        var pool = new V1Alpha1KVCachePool { Metadata = new V1ObjectMeta { Name = "llama", NamespaceProperty = "ai", Uid = "p", Generation = 3 } };
        pool.Spec.Model.Name = "meta-llama/Llama-3.1-8B-Instruct";
        pool.Spec.Capacity = new ResourceQuantity("8Gi");
        return new PoolView { Pool = pool, Resolution = PoolValidator.Resolve(pool.Spec, ModelCatalog.BuiltIn), Plan = Plan(ShortfallReason.None), Nodes = nodes };
    }

    private static PoolPlan Plan(ShortfallReason reason) => new()
    {
        Key = new PoolKey("ai", "llama"), RequestedBytes = 8 * Gi, AssignedBytes = 8 * Gi, Reason = reason, Message = $"because of {reason}.", NodesMatched = 2, NodesUsable = 2, NodesUsed = 2, Assignments = [],
    };

    private static V1Condition Condition(PoolView view, string type) => PoolStatusBuilder.Build(view, before: null, Now).Conditions!.Find(type)!;

    [Fact]
    public void Everything_resident_and_locked_is_ready()
    {
        var status = PoolStatusBuilder.Build(View(Node("a", 4, Report(4)), Node("b", 4, Report(4))), before: null, Now);

        status.Conditions!.Select(condition => (condition.Type, condition.Status, condition.Reason)).ShouldBe(
            [("Ready", "True", "Resident"), ("CapacityAssigned", "True", "Assigned"), ("AgentsReady", "True", "AllReady"), ("Degraded", "False", "AsExpected")]);
        status.Conditions!.ShouldAllBe(condition => condition.ObservedGeneration == 3 && condition.Message.Length > 0);
        (status.HostMemory!.Resident.ToString(), status.HostMemory.Blocks, status.HostMemory.Tokens).ShouldBe(("8Gi", 4096L, 65536L));
        status.AcceleratorClasses!.Single().ShouldSatisfyAllConditions(entry => entry.Name.ShouldBe("cpu-64gi"), entry => entry.Nodes.ShouldBe(2), entry => entry.Vendor.ShouldBe("None"));
    }

    [Fact]
    public void Reuse_is_each_nodes_curve_at_its_own_memory()
    {
        // 4Gi are 2,048 blocks of 2 MiB. On one node half of the uses need 1,000 blocks and half 3,000; on the other all need 3,000.
        var one = new ReuseReport { TotalUses = 1000, Blocks = [1000, 3000], Uses = [500, 500], Positions = [0, 0] };
        var other = new ReuseReport { TotalUses = 1000, Blocks = [3000], Uses = [1000], Positions = [0] };
        var status = PoolStatusBuilder.Build(View(Node("a", 4, Report(4) with { Reuse = one }), Node("b", 4, Report(4) with { Reuse = other })), before: null, Now).Reuse!;

        (status.Curve, status.HitPercent, status.HitPercentAtTwice, status.HitPercentAtHalf).ShouldBe(("Known", 25, 100, 25));
        (status.UsefulCapacity!.Value.ToInt64() / (double)Gi).ShouldBe(2 * 3000 * 2.0 / 1024, 0.5);
        PoolStatusBuilder.Build(View(Node("a", 4, Report(4))), before: null, Now).Reuse!.Curve.ShouldBe("CurveUnknown");
    }

    [Fact]
    public void Bytes_that_are_resident_but_not_locked_are_not_ready() =>
        Condition(View(Node("a", 8, Report(8) with { LockedBytes = 4 * Gi })), "Ready").Reason.ShouldBe("Populating");

    [Fact]
    public void A_node_that_does_not_answer_is_left_out_of_sums_and_counted()
    {
        var status = PoolStatusBuilder.Build(View(Node("a", 4, Report(4)), Node("b", 4, null, answers: false)), before: null, Now);

        status.HostMemory!.Resident.ToString().ShouldBe("4Gi");
        (status.Nodes!.Ready, status.Nodes.Unknown).ShouldBe((1, 1));
        status.Conditions!.Find("AgentsReady")!.Message.ShouldContain("no route to host");
        status.Conditions!.Find("Ready")!.Reason.ShouldBe("AgentUnreachable");
    }

    [Fact]
    public void A_deleted_pool_drains_even_if_its_spec_is_invalid()
    {
        var view = View(Node("a", 0, Report(4)));
        view.Pool.Metadata.DeletionTimestamp = Now;

        Condition(view with { Resolution = new PoolResolution(null, [new FieldProblem("spec.x", "is wrong")]) }, "Ready").Reason.ShouldBe("Draining");
    }

    [Theory]
    [InlineData(ShortfallReason.NoNodeMatches, "NoNodeMatches")]
    [InlineData(ShortfallReason.NoNodeUsable, "NoNodeUsable")]
    [InlineData(ShortfallReason.NamespaceCap, "NamespaceCapReached")]
    [InlineData(ShortfallReason.NodeBudget, "CapacityExceedsFleet")]
    [InlineData(ShortfallReason.SharedByWeight, "CapacityExceedsFleet")]
    [InlineData(ShortfallReason.MinimumDoesNotFit, "CapacityExceedsFleet")]
    [InlineData(ShortfallReason.Paused, "Paused")]
    [InlineData(ShortfallReason.Frozen, "FleetSwitch")]
    [InlineData(ShortfallReason.FleetDrain, "FleetSwitch")]
    public void A_shortfall_of_the_plan_has_a_reason_of_its_own(ShortfallReason shortfall, string reason) =>
        Condition(View(Node("a", 4, Report(4))) with { Plan = Plan(shortfall) }, "CapacityAssigned").Reason.ShouldBe(reason);

    [Fact]
    public void A_rest_smaller_than_a_quantum_is_no_shortfall() =>
        Condition(View(Node("a", 8, Report(8))) with { Plan = Plan(ShortfallReason.QuantumRounding) }, "CapacityAssigned").Status.ShouldBe("True");

    [Fact]
    public void A_refusal_speaks_before_the_shortfall_that_it_causes()
    {
        var fault = new HolderFault("p", "a", HolderFaultKind.QuotaExceeded, "exceeded quota: memory.", 1, Now, Now);

        var condition = Condition(View(Node("a", 8, null)) with { Plan = Plan(ShortfallReason.NodeBudget), Faults = [fault] }, "CapacityAssigned");

        (condition.Reason, condition.Message).ShouldBe(("QuotaExceeded", "8Gi of 8Gi are assigned, but no holder for a: exceeded quota: memory."));
    }

    [Fact]
    public void A_transition_time_moves_only_when_the_status_does()
    {
        var first = PoolStatusBuilder.Build(View(Node("a", 8, Report(4, PoolPhase.Populating))), before: null, Now);
        var second = PoolStatusBuilder.Build(View(Node("a", 8, Report(6, PoolPhase.Populating))), first, Now.AddMinutes(1));
        var third = PoolStatusBuilder.Build(View(Node("a", 8, Report(8))), second, Now.AddMinutes(2));

        second.Conditions!.Find("Ready")!.LastTransitionTime.ShouldBe(Now);
        third.Conditions!.Find("Ready")!.LastTransitionTime.ShouldBe(Now.AddMinutes(2));
        StatusChange.Of(first, second).ShouldBe(ReportChange.Figures);
        StatusChange.Of(second, third).ShouldBe(ReportChange.Phase);
        StatusChange.Of(third, PoolStatusBuilder.Build(View(Node("a", 8, Report(8))), third, Now.AddMinutes(3))).ShouldBe(ReportChange.None);
    }

    [Fact]
    public void Events_tell_of_transitions_and_not_of_figures()
    {
        var first = PoolStatusBuilder.Build(View(Node("a", 8, Report(4, PoolPhase.Populating))), before: null, Now);
        var second = PoolStatusBuilder.Build(View(Node("a", 8, Report(6, PoolPhase.Populating))), first, Now);
        var third = PoolStatusBuilder.Build(View(Node("a", 8, Report(8))), second, Now);
        var fourth = PoolStatusBuilder.Build(View(Node("a", 8, Report(8, PoolPhase.Degraded) with { Message = "lock refused" })), third, Now);

        PoolEvents.Between(null, first).Select(entry => entry.Reason).ShouldBe(["CapacityAssigned"]);
        PoolEvents.Between(first, second).ShouldBeEmpty();
        PoolEvents.Between(second, third).Select(entry => entry.Reason).ShouldBe(["Resident"]);
        PoolEvents.Between(third, fourth).Select(entry => entry.Reason).ShouldBe(["AgentReportsFailure"]);
        PoolEvents.Between(fourth, third).Select(entry => entry.Reason).ShouldBe(["Resident", "Recovered"]);
    }
}

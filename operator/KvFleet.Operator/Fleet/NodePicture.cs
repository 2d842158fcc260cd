using KvFleet.Api.Nodes;
using KvFleet.Kubernetes.Models;
using KvFleet.Operator.Inventory;
using KvFleet.Planning;
using KvFleet.Planning.Budget;
using KvFleet.Planning.Inventory;

namespace KvFleet.Operator.Fleet;

/// <summary>A node as the operator saw it at one instant.</summary>
public sealed record NodePicture
{
    /// <summary>The Node.</summary>
    public required V1Node Node { get; init; }

    /// <summary>Its name.</summary>
    public string Name => Node.Metadata.Name!;

    /// <summary>Its KVCacheNode, or null if there is none yet.</summary>
    public V1Alpha1KVCacheNode? Object { get; init; }

    /// <summary>What may be done with it, since when, and why in words.</summary>
    public required EligibilityFinding Eligibility { get; init; }

    /// <summary>Its accelerator class.</summary>
    public required AcceleratorClass Class { get; init; }

    /// <summary>Allocatable per kind of memory.</summary>
    public required NodeMemory Allocatable { get; init; }

    /// <summary>Requests of pods that are not our holders.</summary>
    public required NodeMemory RequestedByOthers { get; init; }

    /// <summary>The budget of base pages with its reason.</summary>
    public required NodeBudgetResult Budget { get; init; }

    /// <summary>The budgets of all kinds of memory, in bytes.</summary>
    public required NodeMemory Budgets { get; init; }

    /// <summary>What is known of its agent.</summary>
    public required AgentPresence Agent { get; init; }

    /// <summary>What exporters say is broken about its accelerators.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];

    /// <summary>Our holder pods made for it.</summary>
    public IReadOnlyList<HolderPod> Holders { get; init; } = [];

    /// <summary>Whether a node's status would say the same of it: then nobody has to make that status again, which is most of the work after a plan of a large fleet.</summary>
    /// <param name="other">The node in an earlier picture.</param>
    public bool SaysTheSameAs(NodePicture other) =>
        ReferenceEquals(Object, other.Object)
        && ReferenceEquals(Agent.State, other.Agent.State)
        && Agent.PodName == other.Agent.PodName
        && Faults.SequenceEqual(other.Faults, StringComparer.Ordinal)
        && (Eligibility.Value, Eligibility.Reason, Eligibility.Message) == (other.Eligibility.Value, other.Eligibility.Reason, other.Eligibility.Message)
        && (Class, Allocatable, RequestedByOthers, Budget) == (other.Class, other.Allocatable, other.RequestedByOthers, other.Budget);
}

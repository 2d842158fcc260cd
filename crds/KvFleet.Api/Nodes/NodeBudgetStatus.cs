using KvFleet.Kubernetes;

namespace KvFleet.Api.Nodes;

/// <summary>How much host memory pools may have on a node.</summary>
public sealed class NodeBudgetStatus
{
    /// <summary>Memory that the node offers to pods.</summary>
    public ResourceQuantity Allocatable { get; set; }

    /// <summary>Memory that pods other than holders request.</summary>
    public ResourceQuantity RequestedByOthers { get; set; }

    /// <summary>The most that pools may have here, holders' overhead included.</summary>
    public ResourceQuantity Budget { get; set; }

    /// <summary>What pools have been given here.</summary>
    public ResourceQuantity Assigned { get; set; }

    /// <summary>What the budget follows from, in words.</summary>
    public string? Reason { get; set; }
}

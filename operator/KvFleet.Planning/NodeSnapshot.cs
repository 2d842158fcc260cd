using KvFleet.Planning.Selection;

namespace KvFleet.Planning;

/// <summary>A node as the planner sees it at one instant.</summary>
public sealed record NodeSnapshot
{
    /// <summary>The Node's name; unique in a snapshot.</summary>
    public required string Name { get; init; }

    /// <summary>The stable name of its accelerator class (see <see cref="Inventory.AcceleratorClass"/>), for reports per class.</summary>
    public string ClassName { get; init; } = "";

    /// <summary>The Node's labels, which pools select on.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The Node's taints, which pools must tolerate.</summary>
    public IReadOnlyList<NodeTaint> Taints { get; init; } = [];

    /// <summary>What may be done with it.</summary>
    public NodeEligibility Eligibility { get; init; } = NodeEligibility.Eligible;

    /// <summary>Since when <see cref="Eligibility"/> has its value; the grace of nodes that do not answer counts from here.</summary>
    public DateTimeOffset EligibilitySince { get; init; }

    /// <summary>Bytes that pools may use, per kind: what <see cref="Budget.NodeBudget"/> computed. The holders' own overhead comes out of it too.</summary>
    public required NodeMemory Budget { get; init; }
}

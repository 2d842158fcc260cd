namespace KvFleet.Planning.Budget;

/// <summary>Fleet-wide settings of node budgets.</summary>
public sealed record NodeBudgetOptions
{
    /// <summary>The defaults.</summary>
    public static NodeBudgetOptions Default { get; } = new();

    /// <summary>Most of a node's allocatable base pages that pools may use together, 0 to 1. Default 0.8. Huge pages are reserved for such use and not capped by it.</summary>
    public double Share { get; init; } = 0.8;

    /// <summary>Bytes of base pages kept free on every node beside the requests of other pods. Default 0.</summary>
    public long ReserveBytes { get; init; }
}

using System.ComponentModel.DataAnnotations;

namespace KvFleet.Operator.Options;

/// <summary>How memory is divided over nodes and pools.</summary>
public sealed class PlanningSettings
{
    /// <summary>Most of a node's allocatable memory that pools may use together, 0 to 1.</summary>
    [Range(0.0, 1.0)]
    public double BudgetShare { get; set; } = 0.8;

    /// <summary>Memory kept free on every node beside the requests of other pods, as a quantity.</summary>
    [Required]
    public string Reserve { get; set; } = "0";

    /// <summary>Every assignment is a multiple of this quantity, itself a multiple of 2Mi.</summary>
    [Required]
    public string Quantum { get; set; } = "64Mi";

    /// <summary>An assignment stays while it differs from the ideal by no more than this fraction.</summary>
    [Range(0.0, 1.0)]
    public double DeadBand { get; set; } = 0.05;

    /// <summary>How long a node that does not answer keeps its assignments before they are offered to others.</summary>
    public TimeSpan LostNodeGrace { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a changed accelerator class must be seen before it counts.</summary>
    public TimeSpan ClassDebounce { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Most holder pods of one pool on one node.</summary>
    [Range(1, 64)]
    public int MaxHoldersPerNode { get; set; } = 8;
}

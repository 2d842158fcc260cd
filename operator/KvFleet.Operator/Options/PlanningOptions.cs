using KvFleet.Kubernetes;
using KvFleet.Planning;
using KvFleet.Planning.Budget;
using KvFleet.Planning.Holders;

namespace KvFleet.Operator.Options;

/// <summary>The settings of planning, with every quantity a number.</summary>
/// <param name="Budget">Node budgets.</param>
/// <param name="Planner">The planner.</param>
/// <param name="Layout">Holders of one pool on one node.</param>
public sealed record PlanningOptions(NodeBudgetOptions Budget, PlannerOptions Planner, HolderLayoutOptions Layout)
{
    private const long Step = 2L << 20;

    /// <summary>Reads the settings.</summary>
    /// <param name="settings">As given.</param>
    /// <returns>The settings, and what is wrong with them; then they are the defaults.</returns>
    public static (PlanningOptions Options, IReadOnlyList<string> Problems) Read(PlanningSettings settings)
    {
        var problems = new List<string>();
        var reserve = Bytes(settings.Reserve, "KVFLEET_PLANNING__RESERVE", problems);
        var quantum = Bytes(settings.Quantum, "KVFLEET_PLANNING__QUANTUM", problems);
        if (quantum is not null && (quantum < Step || quantum % Step != 0))
            problems.Add($"KVFLEET_PLANNING__QUANTUM is {settings.Quantum}; give a multiple of 2Mi.");
        if (problems.Count > 0)
            return (new PlanningOptions(NodeBudgetOptions.Default, PlannerOptions.Default, HolderLayoutOptions.Default), problems);

        return (new PlanningOptions(
            new NodeBudgetOptions { Share = settings.BudgetShare, ReserveBytes = reserve!.Value },
            new PlannerOptions { QuantumBytes = quantum!.Value, DeadBand = settings.DeadBand, LostNodeGrace = settings.LostNodeGrace },
            new HolderLayoutOptions(settings.MaxHoldersPerNode)), problems);
    }

    private static long? Bytes(string text, string name, List<string> problems)
    {
        if (ResourceQuantity.TryParse(text, out var quantity, out var error) && quantity.ToInt64() >= 0)
            return quantity.ToInt64();
        problems.Add($"{name}: {error ?? $"'{text}' is negative"}");
        return null;
    }
}

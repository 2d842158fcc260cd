using KvFleet.Planning.Allocation;

namespace KvFleet.Planning;

/// <summary>
/// Decides what every pool has on every node. Pure: the same snapshot gives the same plan, whatever the order of its lists, and planning from a plan's own result changes nothing.
/// </summary>
public static class Planner
{
    /// <summary>Makes a plan.</summary>
    /// <param name="snapshot">Everything the plan depends on.</param>
    /// <returns>One entry for every pool of the snapshot, each with its reasons. Budgets are never exceeded but by what is paused or frozen.</returns>
    /// <exception cref="ArgumentException">The snapshot itself is faulty: a name twice, a negative figure, an option out of range. Nonsense in a pool's specification is no exception but its plan's reason.</exception>
    public static Plan Plan(Snapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return new PlanBuilder(snapshot).Build();
    }
}

using KvFleet.Api.Pools;
using KvFleet.Api.Reports;
using KvFleet.Model.Accelerators;
using KvFleet.Model.Cost;
using KvFleet.Planning;
using KvFleet.Planning.Inventory;
using KvFleet.Planning.Verdicts;

namespace KvFleet.Operator.Fleet;

/// <summary>Judges the tiers of every pool on every class where it has memory. Pure.</summary>
/// <param name="catalog">What is known about accelerators.</param>
public sealed class VerdictMaker(AcceleratorCatalog catalog)
{
    private readonly TierVerdicts _verdicts = new(catalog);

    /// <summary>The verdicts.</summary>
    /// <param name="plan">Where pools have memory.</param>
    /// <param name="pools">The pools.</param>
    /// <param name="nodes">The nodes.</param>
    public VerdictTable Make(Plan plan, IReadOnlyList<PoolPicture> pools, IReadOnlyList<NodePicture> nodes)
    {
        var classes = nodes.ToDictionary(node => node.Name, node => node.Class, StringComparer.Ordinal);
        var measured = nodes.Where(node => node.Agent.Answers)
            .GroupBy(node => node.Class.Name, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => ClassMeasurements.Of(group.Select(node => node.Agent.State!.Report!)), StringComparer.Ordinal);
        var findings = new Dictionary<(string, string), IReadOnlyList<TierFinding>>();
        foreach (var pool in pools)
        {
            if (pool.Resolution.Pool is not { } resolved || pool.Deleting)
                continue;
            foreach (var found in Classes(plan, pool, classes))
                findings[(pool.Uid, found.Name)] = _verdicts.Judge(resolved, found, measured.GetValueOrDefault(found.Name) ?? new ClassMeasurements(), Previous(pool.Pool.Status, found.Name));
        }

        return new VerdictTable(findings);
    }

    private static IEnumerable<AcceleratorClass> Classes(Plan plan, PoolPicture pool, Dictionary<string, AcceleratorClass> classes) =>
        (plan.ForPool(pool.Key)?.Assignments ?? []).Where(assignment => assignment.Bytes > 0 && classes.ContainsKey(assignment.Node))
            .Select(assignment => classes[assignment.Node]).DistinctBy(found => found.Name, StringComparer.Ordinal);

    /// <summary>The status remembers verdicts, so that a new leader begins where the last one ended.</summary>
    private static Dictionary<StorageTier, TierVerdict> Previous(KVCachePoolStatus? status, string className)
    {
        var previous = new Dictionary<StorageTier, TierVerdict>();
        foreach (var tier in status?.AcceleratorClasses?.FirstOrDefault(entry => entry.Name == className)?.Tiers ?? [])
        {
            if (tier.Verdict != PoolTierVerdict.Unknown && Enum.TryParse<TierVerdict>(tier.Verdict.ToString(), out var verdict))
                previous[tier.Tier] = verdict;
        }

        return previous;
    }
}

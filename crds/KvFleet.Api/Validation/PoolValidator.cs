using KvFleet.Api.Defaults;
using KvFleet.Api.Pools;
using KvFleet.Model.Catalog;

namespace KvFleet.Api.Validation;

/// <summary>
/// Checks a pool's spec and fills in its defaults. Pure; the webhook and the reconciler call the same, because a server may have let through what its schema could not say.
/// </summary>
public static class PoolValidator
{
    /// <summary>Resolves a spec.</summary>
    /// <param name="spec">The spec as the user wrote it.</param>
    /// <param name="catalog">Models that are known by name.</param>
    /// <returns>The resolved pool, or every problem that keeps it from being resolved.</returns>
    public static PoolResolution Resolve(KVCachePoolSpec spec, ModelCatalog catalog)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(catalog);
        var problems = new List<FieldProblem>();
        var layout = ModelResolver.Resolve(spec.Model, spec.Parallelism, catalog, problems);
        var memory = spec.HostMemory ?? new PoolHostMemory();
        var capacity = QuantityReader.PositiveBytes(spec.Capacity, "spec.capacity", problems);
        var minimum = QuantityReader.PositiveBytes(memory.MinPerNode, "spec.hostMemory.minPerNode", problems);
        var maximum = QuantityReader.PositiveBytes(memory.MaxPerNode, "spec.hostMemory.maxPerNode", problems);
        if (minimum > maximum)
        {
            problems.Add(new("spec.hostMemory.minPerNode", $"is {memory.MinPerNode}, more than maxPerNode, which is {memory.MaxPerNode}: no node could satisfy both; lower minPerNode or raise maxPerNode"));
        }

        if (minimum > capacity)
        {
            problems.Add(new("spec.hostMemory.minPerNode", $"is {memory.MinPerNode}, more than spec.capacity, which is {spec.Capacity}: the first node would already exceed the pool; lower minPerNode or raise capacity"));
        }

        var weight = spec.Weight ?? PoolDefaults.Weight;
        if (weight is < 1 or > PoolDefaults.MaxWeight)
        {
            problems.Add(new("spec.weight", $"is {weight}; give a number from 1 to {PoolDefaults.MaxWeight}"));
        }

        var disk = LocalDiskValidator.Resolve(spec.LocalDisk, problems);
        SelectionValidator.Validate(spec, problems);
        var store = ServiceValidator.Store(spec.Store, problems);
        var shared = SharedFilesystemValidator.Resolve(spec.SharedFilesystem, problems);
        var resp = ServiceValidator.Resp(spec.Resp, problems);
        var sharing = SharingValidator.Resolve(spec.Sharing, problems);
        return problems.Count > 0 || layout is null || capacity is null
            ? new PoolResolution(null, problems)
            : new PoolResolution(
                new ResolvedPool(layout.Value.Layout, layout.Value.BytesPerToken, capacity.Value, minimum, maximum, memory.HugePages ?? HugePageSize.None, memory.NumaPolicy ?? NumaPlacement.Spread, weight, spec.Paused ?? false, disk)
                {
                    Store = store,
                    Model = layout.Value.Model,
                    Objective = spec.Objective ?? PoolObjective.Latency,
                    Shared = shared,
                    Resp = resp,
                    Sharing = sharing,
                },
                []);
    }
}

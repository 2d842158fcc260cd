using System.Globalization;
using KvFleet.Api.Defaults;
using KvFleet.Api.Pools;
using KvFleet.Api.Reports;
using KvFleet.Model.Accelerators;
using KvFleet.Model.Cost;
using KvFleet.Planning.Inventory;

namespace KvFleet.Planning.Verdicts;

/// <summary>Judges a pool's tiers on a class of accelerators: the catalog's figures where nothing was measured, measured ones where something was. Pure.</summary>
/// <param name="catalog">What is known about accelerators.</param>
public sealed class TierVerdicts(AcceleratorCatalog catalog)
{
    /// <summary>The tiers that a pool has, judged.</summary>
    /// <param name="pool">The pool.</param>
    /// <param name="nodes">The class.</param>
    /// <param name="measured">What its nodes measured.</param>
    /// <param name="previous">The verdicts so far: they change only when figures are clearly beyond break-even.</param>
    public IReadOnlyList<TierFinding> Judge(ResolvedPool pool, AcceleratorClass nodes, ClassMeasurements measured, IReadOnlyDictionary<StorageTier, TierVerdict> previous)
    {
        StorageTier[] tiers = pool.LocalDisk is null ? [StorageTier.HostMemory] : [StorageTier.HostMemory, StorageTier.LocalDisk];
        return [.. tiers.Select(tier => Judge(tier, pool, nodes, measured, previous.TryGetValue(tier, out var verdict) ? verdict : null))];
    }

    private TierFinding Judge(StorageTier tier, ResolvedPool pool, AcceleratorClass nodes, ClassMeasurements measured, TierVerdict? previous)
    {
        var facts = nodes.Accelerators;
        if (facts.Vendor == AcceleratorVendor.None)
            return new TierFinding(tier, null, "The nodes have no accelerators that labels or resources tell of.");
        if (pool.Model is not { } model)
            return new TierFinding(tier, null, "The model is not known.");

        AcceleratorProduct? product = null;
        _ = catalog.TryGet(facts.Vendor, facts.Product, facts.MemoryBytes, out product) || (measured.PciId is { } id && catalog.TryGetByPciId(id, out product));
        if (Link(model, product, measured) is not { } link)
            return new TierFinding(tier, null, $"The catalog does not know {Named(facts)}, and its host link was not measured.");
        if (Prefill(model, product, measured) is not { } prefill)
            return new TierFinding(tier, null, product is null ? $"The catalog does not know {Named(facts)}, and no engine was seen computing prompts." : "What prefilling the model costs is not known, and no engine was seen computing prompts.");

        var path = link;
        if (tier == StorageTier.LocalDisk)
        {
            if (measured.DiskReadBytesPerSecond is not { } disk)
                return new TierFinding(tier, null, "No node of the class has measured its disk yet.");
            path = new TransferPath(disk).Then(link);
        }

        var restoration = Restoration.Of(prefill, path, model.Geometry, model.Precision, model.Parallelism, pool.Layout.BlockTokens);
        var options = new VerdictOptions
        {
            BlockTokens = pool.Layout.BlockTokens,
            Objective = pool.Objective == PoolObjective.Throughput ? RestorationObjective.Throughput : RestorationObjective.Latency,
        };
        return new TierFinding(tier, TierAssessment.Of(restoration, options, previous), Basis(tier, prefill, measured, options));
    }

    /// <summary>Ranks load their parts side by side, each over its own link.</summary>
    private static TransferPath? Link(ResolvedModel model, AcceleratorProduct? product, ClassMeasurements measured)
        => (measured.LinkBytesPerSecond ?? product?.HostLink.PriorBytesPerSecond) is { } rate ? new TransferPath(rate * model.Parallelism.Ranks) : null;

    private static PrefillCost? Prefill(ResolvedModel model, AcceleratorProduct? product, ClassMeasurements measured)
    {
        if (measured.PrefillTokensPerSecond is { } tokens)
            return PrefillCost.Observed(model.Prefill ?? PrefillShape.Linear, tokens, new VerdictOptions().UsualTokens);
        return model.Prefill is { } shape && product is not null ? PrefillCost.Prior(shape, product.FlopsPerSecond, model.Parallelism.Ranks) : null;
    }

    private static string Basis(StorageTier tier, PrefillCost prefill, ClassMeasurements measured, VerdictOptions options)
    {
        var link = measured.LinkBytesPerSecond is null ? "80 % of the data sheet's host link" : "the measured host link";
        var source = tier == StorageTier.LocalDisk ? string.Create(CultureInfo.InvariantCulture, $"disks measured on {measured.Nodes} node(s), {link}") : link;
        var computing = prefill.IsObserved ? "observed prefill" : "half of the data sheet's BF16";
        return string.Create(CultureInfo.InvariantCulture, $"For prefixes of {options.UsualTokens} tokens, from {source} and {computing}.");
    }

    private static string Named(AcceleratorFacts facts) => facts.Product.Length > 0 ? facts.Product : $"the accelerators of {facts.Vendor}";
}

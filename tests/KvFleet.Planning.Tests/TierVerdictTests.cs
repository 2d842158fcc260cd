using KvFleet.Api.Defaults;
using KvFleet.Api.Pools;
using KvFleet.Api.Reports;
using KvFleet.Api.Validation;
using KvFleet.Kubernetes;
using KvFleet.Model.Accelerators;
using KvFleet.Model.Catalog;
using KvFleet.Model.Cost;
using KvFleet.Planning.Verdicts;

namespace KvFleet.Planning.Tests;

/// <summary>Verdicts of a pool's tiers on classes of accelerators.</summary>
public sealed class TierVerdictTests
{
    private const long Gi = 1L << 30;
    private static readonly Dictionary<StorageTier, TierVerdict> NoneYet = [];

    private static ResolvedPool Pool(string model = "meta-llama/Llama-3.1-8B-Instruct", int tensor = 1, PoolObjective objective = PoolObjective.Latency)
    {
        var spec = new KVCachePoolSpec
        {
            Model = new PoolModel { Name = model },
            Parallelism = new PoolParallelism { Tensor = tensor },
            Capacity = new ResourceQuantity("1Ti"),
            LocalDisk = new PoolLocalDisk { Capacity = new ResourceQuantity("1Ti") },
            Objective = objective,
        };
        return PoolValidator.Resolve(spec, ModelCatalog.BuiltIn).Pool!;
    }

    private static AcceleratorClass Class(AcceleratorVendor vendor, string product, long memory) => AcceleratorClass.Of(new AcceleratorFacts(vendor, product, memory, 8), 1024 * Gi);

    private static AcceleratorClass B200 { get; } = Class(AcceleratorVendor.Nvidia, "NVIDIA-B200", 180 * Gi);

    private static TierFinding Judge(ResolvedPool pool, AcceleratorClass nodes, ClassMeasurements measured, StorageTier tier) =>
        new TierVerdicts(AcceleratorCatalog.BuiltIn).Judge(pool, nodes, measured, NoneYet).Single(finding => finding.Tier == tier);

    [Fact]
    public void An_unshared_link_pays_for_models_with_few_KV_heads_on_every_accelerator_that_is_known()
    {
        foreach (var product in AcceleratorCatalog.BuiltIn.Products)
        {
            var nodes = Class(product.Vendor, product.Name, (long)product.MemoryBytes);
            Judge(Pool(), nodes, new ClassMeasurements(), StorageTier.HostMemory).Assessment!.Verdict.ShouldBe(TierVerdict.Load, product.Name);
        }
    }

    [Fact]
    public void A_disk_of_5_GB_a_second_is_for_long_prefixes_on_fast_accelerators()
    {
        var finding = Judge(Pool(), B200, new ClassMeasurements(5e9, Nodes: 3), StorageTier.LocalDisk);

        finding.Assessment!.Verdict.ShouldBe(TierVerdict.Mixed);
        finding.Assessment.BreakEvenBytesPerSecond.ShouldBe(8.6e9, 0.1e9);
        finding.Message.ShouldBe("For prefixes of 4096 tokens, from disks measured on 3 node(s), 80 % of the data sheet's host link and half of the data sheet's BF16.");
    }

    [Fact]
    public void Ranks_load_side_by_side()
    {
        var one = Judge(Pool("meta-llama/Llama-3.1-70B-Instruct"), B200, new ClassMeasurements(), StorageTier.HostMemory).Assessment!;
        var four = Judge(Pool("meta-llama/Llama-3.1-70B-Instruct", tensor: 4), B200, new ClassMeasurements(), StorageTier.HostMemory).Assessment!;

        four.LoadBytesPerSecond.ShouldBe(4 * one.LoadBytesPerSecond, 1e6);
        four.BreakEvenBytesPerSecond.ShouldBe(4 * one.BreakEvenBytesPerSecond, 1e6);
    }

    [Fact]
    public void For_throughput_a_slow_disk_pays_while_it_is_in_time()
        => Judge(Pool(objective: PoolObjective.Throughput), B200, new ClassMeasurements(1e9), StorageTier.LocalDisk).Assessment!.Verdict.ShouldBe(TierVerdict.Load);

    [Fact]
    public void Observed_prefill_replaces_the_data_sheet()
    {
        var finding = Judge(Pool(), B200, new ClassMeasurements(5e9, PrefillTokensPerSecond: 10_000), StorageTier.LocalDisk);

        finding.Assessment!.Verdict.ShouldBe(TierVerdict.Load);
        finding.Assessment.BreakEvenBytesPerSecond.ShouldBe(131_072 * 10_000.0, 1e6);
        finding.Message.ShouldContain("observed prefill");
    }

    [Fact]
    public void Where_no_label_names_the_product_the_PCI_bus_does()
        => Judge(Pool(), Class(AcceleratorVendor.Gaudi, "", 0), new ClassMeasurements(PciId: "1da3:1060"), StorageTier.HostMemory).Assessment!.BreakEvenBytesPerSecond.ShouldBe(7.0e9, 0.1e9);

    [Theory]
    [InlineData(AcceleratorVendor.None, "", "The nodes have no accelerators that labels or resources tell of.")]
    [InlineData(AcceleratorVendor.Nvidia, "X900", "The catalog does not know X900, and its host link was not measured.")]
    [InlineData(AcceleratorVendor.Gaudi, "", "The catalog does not know the accelerators of Gaudi, and its host link was not measured.")]
    public void What_is_missing_is_named(AcceleratorVendor vendor, string product, string message)
    {
        var finding = Judge(Pool(), Class(vendor, product, 0), new ClassMeasurements(), StorageTier.HostMemory);

        (finding.Assessment, finding.Message, finding.DoesNotPay).ShouldBe((null, message, false));
        Judge(Pool(), B200, new ClassMeasurements(), StorageTier.LocalDisk).Message.ShouldBe("No node of the class has measured its disk yet.");
    }

    [Fact]
    public void A_class_is_known_by_the_median_of_its_nodes()
    {
        var measured = ClassMeasurements.Of(new[] { 3e9, 0.1e9, 2e9 }.Select(rate => new AgentReport
        {
            Sequence = 1, NodeName = "n", BootId = "b", AgentVersion = "1", StartedAt = default, ReportedAt = default,
            Bandwidth = [new(StorageTier.LocalDisk, TransferDirection.Write, 9e9, 0, default), new(StorageTier.LocalDisk, TransferDirection.Read, rate, 0, default)],
            Accelerators = [new AcceleratorReport { Address = "a", PciId = "10de:2330" }],
        }));

        measured.ShouldBe(new ClassMeasurements(2e9, PciId: "10de:2330", Nodes: 3));
        ClassMeasurements.Of([]).ShouldBe(new ClassMeasurements());
    }
}

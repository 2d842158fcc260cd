using System.Text.RegularExpressions;
using KvFleet.Model.Accelerators;

namespace KvFleet.Planning.Tests;

public sealed partial class AcceleratorClassTests
{
    private static readonly AcceleratorFacts H100 = new(AcceleratorVendor.Nvidia, "NVIDIA-H100-80GB-HBM3", 81_559L << 20, 8);

    [GeneratedRegex("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Dns1123Label { get; }

    public static TheoryData<AcceleratorFacts, long, string> Names { get; } = new()
    {
        { H100, 1007 * Fleet.Gi, "nvidia-h100-80gb-hbm3-x8-1ti" },
        { new AcceleratorFacts(AcceleratorVendor.Nvidia, "NVIDIA-L40S", 46_068L << 20, 4), 503 * Fleet.Gi, "nvidia-l40s-45gi-x4-512gi" },
        { new AcceleratorFacts(AcceleratorVendor.Amd, "AMD_Instinct_MI300X_OAM", 192 * Fleet.Gi, 8), 1511 * Fleet.Gi, "amd-instinct-mi300x-oam-192gi-x8-1536gi" },
        { new AcceleratorFacts(AcceleratorVendor.Gaudi, "", 0, 8), 1007 * Fleet.Gi, "gaudi-x8-1ti" },
        { AcceleratorFacts.None, 250 * Fleet.Gi, "cpu-256gi" },
        { AcceleratorFacts.None, 0, "cpu" },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void A_class_has_a_readable_name(AcceleratorFacts facts, long hostMemory, string name) => AcceleratorClass.Of(facts, hostMemory).Name.ShouldBe(name);

    [Fact]
    public void Machines_of_one_model_fall_together_though_their_memory_differs_a_little()
        => AcceleratorClass.Of(H100, 1003 * Fleet.Gi).ShouldBe(AcceleratorClass.Of(H100, 1007 * Fleet.Gi));

    [Fact]
    public void Another_count_or_memory_is_another_class()
    {
        AcceleratorClass.Of(H100 with { Count = 4 }, 1007 * Fleet.Gi).ShouldNotBe(AcceleratorClass.Of(H100, 1007 * Fleet.Gi));
        AcceleratorClass.Of(H100, 2015 * Fleet.Gi).Name.ShouldBe("nvidia-h100-80gb-hbm3-x8-2ti");
    }

    [Theory]
    [InlineData("NVIDIA RTX PRO 6000 Blackwell Server Edition with quite some more words in its name")]
    [InlineData("Ünïcode/Weird--Product!!")]
    [InlineData("---")]
    public void Whatever_the_product_is_called_the_name_is_a_label(string product)
    {
        var name = AcceleratorClass.Of(new AcceleratorFacts(AcceleratorVendor.Nvidia, product, 96 * Fleet.Gi, 16), 1511 * Fleet.Gi).Name;

        name.Length.ShouldBeLessThanOrEqualTo(63);
        Dns1123Label.IsMatch(name).ShouldBeTrue(name);
    }

    [Fact]
    public void Long_products_that_differ_at_the_end_have_different_names()
    {
        string Name(string product) => AcceleratorClass.Of(new AcceleratorFacts(AcceleratorVendor.Nvidia, product, 0, 8), Fleet.Ti).Name;

        Name("NVIDIA-RTX-PRO-6000-Blackwell-Edition-One").ShouldNotBe(Name("NVIDIA-RTX-PRO-6000-Blackwell-Edition-Two"));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(1003, 1024)]
    [InlineData(1007, 1024)]
    [InlineData(1024, 1024)]
    [InlineData(1025, 1536)]
    [InlineData(1511, 1536)]
    [InlineData(2015, 2048)]
    [InlineData(376, 384)]
    public void Host_memory_is_rounded_up_to_what_is_sold(long gibibytes, long bucket) => HostMemoryBucket.For(gibibytes * Fleet.Gi).ShouldBe(bucket * Fleet.Gi);

    [Fact]
    public void Absurd_host_memory_does_not_loop_or_overflow()
    {
        HostMemoryBucket.For(long.MaxValue).ShouldBePositive();
        Should.Throw<ArgumentOutOfRangeException>(() => HostMemoryBucket.For(-1));
    }
}

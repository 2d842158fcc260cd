namespace KvFleet.Model.Tests;

public sealed class ValidationTests
{
    public static TheoryData<KvGeometry, string> BadGeometries { get; } = new()
    {
        { new AttentionGeometry(0, 8, 128), "layers is 0; give the model's num_hidden_layers, a whole number from 1 to 10000" },
        { new AttentionGeometry(-32, 8, 128), "layers is -32" },
        { new AttentionGeometry(32, 0, 128), "kvHeads is 0" },
        { new AttentionGeometry(32, 8, int.MaxValue), "headDim is 2147483647" },
        { new MlaGeometry(61, 0, 64), "kvLoraRank is 0" },
        { new MlaGeometry(61, 512, -1), "ropeHeadDim is -1" },
        { new HybridGeometry(0, 0, 0, 8, 64), "at least one of them must be positive" },
        { new HybridGeometry(18, 18, 0, 8, 64), "windowTokens is 0; give the model's sliding_window" },
        { new HybridGeometry(18, 0, 128, 8, 64), "windowLayers is 0; set windowLayers, or leave windowTokens out" },
        { new HybridGeometry(18, -1, 128, 8, 64), "windowLayers is -1" },
        { new HybridGeometry(18, 0, 0, 0, 64), "kvHeads is 0" },
        { new HybridGeometry(18, 0, 0, 8, 64, long.MaxValue), "stateBytesPerSequence is 9223372036854775807" },
        { new HybridGeometry(int.MaxValue, int.MaxValue, 128, 8, 64), "fullLayers is 2147483647" },
    };

    [Theory]
    [MemberData(nameof(BadGeometries))]
    public void A_geometry_that_makes_no_sense_is_refused_with_field_value_and_remedy(KvGeometry geometry, string message)
    {
        string.Join("; ", geometry.Validate("geometry")).ShouldContain(message);
        geometry.Validate("spec.model.geometry")[0].Path.ShouldStartWith("spec.model.geometry.");
        Should.Throw<ArgumentException>(() => KvRowLayout.Create(geometry, KvPrecision.BF16, 16)).Message.ShouldContain(message);
    }

    [Fact]
    public void Every_problem_is_told_at_once()
        => new AttentionGeometry(0, 0, 0).Validate().Select(problem => problem.Path).ShouldBe(["layers", "kvHeads", "headDim"]);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(65_537)]
    public void A_block_of_no_sensible_size_is_refused(int blockTokens)
        => Should.Throw<ArgumentException>(() => KvRowLayout.Create(new AttentionGeometry(1, 1, 1), KvPrecision.BF16, blockTokens)).Message.ShouldContain($"blockTokens is {blockTokens}");

    [Theory]
    [InlineData(0, 1, "parallelism.tensor is 0")]
    [InlineData(2000, 1, "parallelism.tensor is 2000")]
    [InlineData(1, 0, "parallelism.pipeline is 0")]
    [InlineData(1, 33, "parallelism.pipeline is 33, but the model has only 32 layers to split; use at most 32 stages")]
    public void Parallelism_that_cannot_be_is_refused(int tensor, int pipeline, string message)
        => Should.Throw<ArgumentException>(() => KvRowLayout.Create(new AttentionGeometry(32, 8, 128), KvPrecision.BF16, 16, new KvParallelism(tensor, pipeline)))
            .Message.ShouldContain(message);

    [Fact]
    public void Unknown_data_types_and_scales_out_of_range_are_refused()
    {
        var problems = new KvPrecision((KvDataType)99, -1, (KvDataType)98).Validate("precision");

        problems.Select(problem => problem.Path).ShouldBe(["precision.dataType", "precision.ropeDataType", "precision.scaleBytes"]);
        problems[0].Message.ShouldContain("give one of BF16, FP16, FP32, FP8E4M3, FP8E5M2, INT8");
        Should.Throw<ArgumentOutOfRangeException>(() => ((KvDataType)99).Bytes());
    }

    [Fact]
    public void A_row_beyond_64_bits_is_an_error_not_a_small_number()
        => Should.Throw<ArgumentException>(() => KvRowLayout.Create(
                new AttentionGeometry(10_000, 65_536, 65_536), new KvPrecision(KvDataType.FP32), 65_536, new KvParallelism(1024)))
            .Message.ShouldContain("more than 8 EiB");

    [Fact]
    public void A_sequence_beyond_64_bits_overflows_loudly()
        => Should.Throw<OverflowException>(() => new AttentionGeometry(80, 8, 128).BytesFor(long.MaxValue, KvPrecision.BF16));

    [Theory]
    [InlineData("bf16", KvDataType.BF16)]
    [InlineData("FP8", KvDataType.FP8E4M3)]
    [InlineData("fp8_e5m2", KvDataType.FP8E5M2)]
    [InlineData("float16", KvDataType.FP16)]
    public void Data_types_go_by_our_names_and_the_engines(string name, KvDataType type)
    {
        KvDataTypes.TryParse(name, out var parsed).ShouldBeTrue();
        parsed.ShouldBe(type);
    }

    [Theory]
    [InlineData("fp4")]
    [InlineData("")]
    [InlineData(null)]
    public void Unknown_data_types_are_not_guessed(string? name) => KvDataTypes.TryParse(name, out _).ShouldBeFalse();
}

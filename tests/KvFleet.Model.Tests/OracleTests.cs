namespace KvFleet.Model.Tests;

/// <summary>Published figures that the arithmetic must reproduce exactly.</summary>
public sealed class OracleTests
{
    private const long GiB = 1L << 30;
    private const long KiB = 1L << 10;
    private const long MiB = 1L << 20;

    private static ModelEntry Model(string name) => ModelCatalog.BuiltIn.TryGet(name, out var model) ? model : throw new InvalidOperationException($"{name} is not in the catalog.");

    [Theory]
    [InlineData("meta-llama/Llama-2-7b-hf", 524_288)]
    [InlineData("meta-llama/Llama-3.1-8B-Instruct", 131_072)]
    [InlineData("meta-llama/Llama-3.1-70B-Instruct", 327_680)]
    [InlineData("deepseek-ai/DeepSeek-V3", 70_272)]
    [InlineData("Qwen/Qwen3-32B", 256 * 1024)]
    [InlineData("Qwen/Qwen3-14B", 160 * 1024)]
    [InlineData("openai/gpt-oss-120b", 36 * 1024)]
    [InlineData("microsoft/phi-4", 200 * 1024)]
    public void Bytes_per_token_in_BF16(string name, long bytes)
        => Model(name).Geometry.BytesPerToken(Model(name).Precision).ShouldBe(bytes);

    [Theory]
    [InlineData("meta-llama/Llama-3.1-8B-Instruct", 2 * MiB)]
    [InlineData("meta-llama/Llama-3.1-70B-Instruct", 5 * MiB)]
    [InlineData("Qwen/Qwen3-32B", 4 * MiB)]
    [InlineData("Qwen/Qwen3-14B", 2_621_440)]
    [InlineData("deepseek-ai/DeepSeek-V3", 4_497_408)]
    public void Bytes_of_a_block(string name, long bytes)
        => KvRowLayout.Create(Model(name).Geometry, Model(name).Precision, Model(name).BlockTokens).BlockBytes.ShouldBe(bytes);

    [Theory]
    [InlineData("meta-llama/Llama-3.1-8B-Instruct", 16 * GiB)]
    [InlineData("meta-llama/Llama-3.1-70B-Instruct", 40 * GiB)]
    [InlineData("Qwen/Qwen3-32B", 32 * GiB)]
    [InlineData("Qwen/Qwen3-14B", 20 * GiB)]
    [InlineData("deepseek-ai/DeepSeek-V3", 131_072L * 70_272)]
    [InlineData("openai/gpt-oss-120b", (131_072L * 36 * KiB) + (128 * 36 * KiB))]
    public void Bytes_of_a_context_of_128K_tokens(string name, long bytes)
        => Model(name).Geometry.BytesFor(131_072, Model(name).Precision).ShouldBe(bytes);

    [Theory]
    [InlineData("meta-llama/Llama-3.1-8B-Instruct", 819_200)]
    [InlineData("meta-llama/Llama-3.1-70B-Instruct", 327_680)]
    [InlineData("Qwen/Qwen3-32B", 409_600)]
    [InlineData("Qwen/Qwen3-14B", 655_360)]
    [InlineData("deepseek-ai/DeepSeek-V3", 1_527_979)]
    public void Tokens_in_100_GiB(string name, long tokens)
        => Model(name).Geometry.TokensIn(100 * GiB, Model(name).Precision).ShouldBe(tokens);

    [Fact]
    public void Gpt_oss_120b_takes_36_KiB_a_token_after_4_5_MiB_a_sequence_and_72_KiB_before()
    {
        var model = Model("openai/gpt-oss-120b");

        model.Geometry.BytesFor(1, model.Precision).ShouldBe(72 * KiB);
        model.Geometry.BytesFor(128, model.Precision).ShouldBe(128 * 72 * KiB);
        (model.Geometry.BytesFor(10_000, model.Precision) - (10_000 * 36 * KiB)).ShouldBe(9 * MiB / 2);
        model.Geometry.TokensIn(100 * GiB, model.Precision).ShouldBeInRange(2_900_000, 2_920_000);
    }

    [Fact]
    public void Row_Ganjihal_DeepSeek_V3_is_sized_as_MLA_and_would_be_56_9_times_too_large_as_MHA()
    {
        // papers.md: 2604.26968, sizing per attention type.
        var latent = Model("deepseek-ai/DeepSeek-V3").Geometry.BytesPerToken(KvPrecision.BF16);
        var trap = new AttentionGeometry(61, 128, 128).BytesPerToken(KvPrecision.BF16);

        latent.ShouldBe(70_272);
        trap.ShouldBe(3_997_696);
        ((double)trap / latent).ShouldBe(56.9, 0.05);
    }

    [Fact]
    public void The_fp8_ds_mla_format_takes_656_bytes_a_layer()
    {
        var precision = new KvPrecision(KvDataType.FP8E4M3, ScaleBytes: 16, RopeDataType: KvDataType.BF16);

        new MlaGeometry(1, 512, 64).BytesPerToken(precision).ShouldBe(656);
        Model("deepseek-ai/DeepSeek-V3").Geometry.BytesPerToken(precision).ShouldBe(61 * 656);
    }
}

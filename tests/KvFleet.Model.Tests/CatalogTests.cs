namespace KvFleet.Model.Tests;

public sealed class CatalogTests
{
    private static ModelCatalog Read(string yaml) => ModelCatalog.Read(new StringReader(yaml), "my.yaml");

    [Fact]
    public void Every_shipped_model_is_valid_and_has_a_row_layout()
    {
        ModelCatalog.BuiltIn.Models.Count.ShouldBeGreaterThan(30);
        foreach (var model in ModelCatalog.BuiltIn.Models)
        {
            KvRowLayout.Create(model.Geometry, model.Precision, model.BlockTokens).RowStrideBytes.ShouldBePositive(model.Name);
        }
    }

    [Theory]
    [InlineData("META-LLAMA/llama-3.1-8b-instruct", "meta-llama/Llama-3.1-8B-Instruct")]
    [InlineData("meta-llama/Meta-Llama-3.1-8B", "meta-llama/Llama-3.1-8B-Instruct")]
    [InlineData(" deepseek-ai/DeepSeek-R1-0528 ", "deepseek-ai/DeepSeek-R1")]
    public void Names_and_aliases_are_found_without_regard_to_case(string asked, string name)
    {
        ModelCatalog.BuiltIn.TryGet(asked, out var model).ShouldBeTrue();
        model!.Name.ShouldBe(name);
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("somebody/Llama-3.1-8B-Instruct")]
    public void Another_name_is_not_guessed(string? name) => ModelCatalog.BuiltIn.TryGet(name, out _).ShouldBeFalse();

    [Theory]
    [InlineData("meta-llama/Lama-3.1-8B-Instruct", "meta-llama/Llama-3.1-8B-Instruct")]
    [InlineData("llama-3.1-8b", "meta-llama/Llama-3.1-8B")]
    [InlineData("somebody/gpt-oss-120b", "openai/gpt-oss-120b")]
    [InlineData("qwen3-32b", "Qwen/Qwen3-32B")]
    public void The_nearest_name_is_suggested_first(string asked, string name)
    {
        var suggestions = ModelCatalog.BuiltIn.Suggest(asked);

        suggestions[0].ShouldBe(name);
        suggestions.Count.ShouldBeLessThanOrEqualTo(3);
    }

    [Fact]
    public void Nothing_is_suggested_for_what_resembles_nothing()
    {
        ModelCatalog.BuiltIn.Suggest("zzzzzzzzzzzzzzzzzzzzzz").ShouldBeEmpty();
        ModelCatalog.BuiltIn.Suggest("").ShouldBeEmpty();
        ModelCatalog.BuiltIn.Suggest(null).ShouldBeEmpty();
        ModelCatalog.BuiltIn.Suggest(new string('a', 1_000_000)).ShouldBeEmpty();
    }

    [Fact]
    public void A_file_gives_geometry_data_type_and_block()
    {
        var catalog = Read("""
            models:
              me/mine:
                mla: { layers: 2, kvLoraRank: 4, ropeHeadDim: 1 }
                dataType: fp8
                blockTokens: 128
                aliases: [me/mine-too]
            """);

        catalog.TryGet("me/MINE-too", out var model).ShouldBeTrue();
        model!.Geometry.ShouldBe(new MlaGeometry(2, 4, 1));
        model.Precision.DataType.ShouldBe(KvDataType.FP8E4M3);
        model.BlockTokens.ShouldBe(128);
    }

    [Theory]
    [InlineData("")]
    [InlineData("models:")]
    [InlineData("models: {}")]
    [InlineData("# nothing yet\n")]
    public void An_empty_file_is_an_empty_catalog(string yaml) => Read(yaml).Models.ShouldBeEmpty();

    [Fact]
    public void A_users_file_wins_name_by_name_and_leaves_the_rest()
    {
        var merged = ModelCatalog.BuiltIn.Merge(
            new StringReader("""
                models:
                  meta-llama/Llama-3.1-8B:
                    attention: { layers: 1, kvHeads: 1, headDim: 1 }
                  openai/gpt-oss-20B:
                    attention: { layers: 2, kvHeads: 1, headDim: 1 }
                """),
            "my.yaml");

        merged.TryGet("meta-llama/Llama-3.1-8B", out var alias).ShouldBeTrue();
        alias!.Geometry.TotalLayers.ShouldBe(1);
        merged.TryGet("meta-llama/Llama-3.1-8B-Instruct", out var untouched).ShouldBeTrue();
        untouched!.Geometry.TotalLayers.ShouldBe(32);
        merged.TryGet("openai/gpt-oss-20b", out var replaced).ShouldBeTrue();
        replaced!.Geometry.TotalLayers.ShouldBe(2);
        ModelCatalog.BuiltIn.TryGet("openai/gpt-oss-20b", out var original).ShouldBeTrue();
        original!.Geometry.TotalLayers.ShouldBe(24);
        merged.Models.Count.ShouldBe(ModelCatalog.BuiltIn.Models.Count + 1);
    }

    [Fact]
    public void A_replaced_name_leaves_its_aliases_to_the_shipped_entry()
    {
        var merged = ModelCatalog.BuiltIn.Merge(
            new StringReader("models: { microsoft/phi-4: { attention: { layers: 1, kvHeads: 1, headDim: 1 } }, Qwen/Qwen3-8B: { attention: { layers: 3, kvHeads: 1, headDim: 1 } } }"), "my.yaml");

        merged.TryGet("Qwen/Qwen3-8B-Base", out var model).ShouldBeTrue();
        model!.Geometry.TotalLayers.ShouldBe(36);
        merged.TryGet("Qwen/Qwen3-8B", out model).ShouldBeTrue();
        model!.Geometry.TotalLayers.ShouldBe(3);
    }
}

using FsCheck;
using FsCheck.Fluent;

namespace KvFleet.Model.Tests;

public sealed class CatalogErrorTests
{
    private static CatalogException Refused(string yaml)
        => Should.Throw<CatalogException>(() => ModelCatalog.Read(new StringReader(yaml), "my.yaml"));

    [Theory]
    [InlineData("models:\n  a: {attention: {layers: x, kvHeads: 1, headDim: 1}}", "my.yaml:2:27: layers is 'x'; give a whole number.")]
    [InlineData("models:\n  a: {attention: {layers: 99999999999, kvHeads: 1, headDim: 1}}", "layers is '99999999999'")]
    [InlineData("models:\n  a: {attention: {layers: 1, kvHeads: 1}}", "my.yaml:2:18: headDim is missing; attention needs layers, kvHeads, headDim.")]
    [InlineData("models:\n  a: {attention: {layers: 0, kvHeads: 1, headDim: 1}}", "my.yaml:2:6: a: geometry.layers is 0; give the model's num_hidden_layers")]
    [InlineData("models:\n  a: {attention: {layer: 1}}", "my.yaml:2:19: attention has no field 'layer'; known are layers, kvHeads, headDim.")]
    [InlineData("models:\n  a: {atention: {}}", "a has no field 'atention'; known are attention, mla, hybrid")]
    [InlineData("models:\n  a: {dataType: BF16}", "a has no geometry; give one of attention, mla, hybrid.")]
    [InlineData("models:\n  a: {dataType: FP4, attention: {layers: 1, kvHeads: 1, headDim: 1}}", "my.yaml:2:17: 'FP4' is no KV data type; give one of BF16")]
    [InlineData("models:\n  a: {attention: {layers: 1, kvHeads: 1, headDim: 1}, mla: {layers: 1, kvLoraRank: 1, ropeHeadDim: 1}}", "a has a second geometry")]
    [InlineData("models:\n  a: {attention: {layers: 1, kvHeads: 1, headDim: 1}, aliases: b}", "aliases must be a list")]
    [InlineData("models:\n  a: {attention: {layers: 1, kvHeads: 1, headDim: 1}, aliases: [A]}", "A is listed twice (first for a)")]
    [InlineData("models:\n  a: {attention: {layers: 1, kvHeads: 1, headDim: 1}, blockTokens: 0}", "blockTokens is 0")]
    [InlineData("models:\n  a b: {attention: {layers: 1, kvHeads: 1, headDim: 1}}", "a model name has 1 to 256 characters and no blanks")]
    [InlineData("models:\n  a: {attention: {layers: [1], kvHeads: 1, headDim: 1}}", "layers must be a single value.")]
    [InlineData("models:\n  a: []", "a must be a list of 'field: value' lines")]
    [InlineData("models: 3", "models must be a list of 'field: value' lines")]
    [InlineData("- a", "my.yaml:1:1: the document must be a list of 'field: value' lines with the fields models.")]
    [InlineData("modells: {}", "my.yaml:1:1: the document has no field 'modells'; known are models.")]
    [InlineData("models:\n  a: {\n", "my.yaml:")]
    [InlineData("models:\n\ta: 1", "not valid YAML")]
    [InlineData("models: {a: 1, a: 2}", "my.yaml:1:")]
    [InlineData("models: {}\n---\nmodels: {}", "my.yaml:3:1: a second document begins here")]
    public void A_bad_file_is_refused_with_file_line_column_and_remedy(string yaml, string message)
        => Refused(yaml).Message.ShouldContain(message);

    [Fact]
    public void The_position_can_be_read_by_programs_too()
    {
        var error = Refused("models:\n  a: {attention: {layers: x, kvHeads: 1, headDim: 1}}");

        error.File.ShouldBe("my.yaml");
        error.Line.ShouldBe(2);
        error.Column.ShouldBe(27);
    }

    [Fact]
    public void Deep_nesting_is_refused_before_it_can_overflow_a_stack()
        => Refused("models: " + new string('[', 200_000)).Message.ShouldContain("nested more than 16 levels deep");

    [Fact]
    public void A_file_beyond_1_MiB_is_refused()
        => Refused("# " + new string('x', 1 << 20)).Message.ShouldContain("larger than 1 MiB");

    [Fact]
    public void A_bad_users_file_leaves_the_catalog_as_it_is()
    {
        var before = ModelCatalog.BuiltIn.Models.Count;

        Should.Throw<CatalogException>(() => ModelCatalog.BuiltIn.Merge(new StringReader("models: ["), "my.yaml"));

        ModelCatalog.BuiltIn.Models.Count.ShouldBe(before);
    }

    [Fact]
    public void Whatever_text_comes_it_is_read_or_refused_with_a_position()
    {
        string[] pieces = ["models:", "\n", "  ", "a:", "{", "}", "[", "]", "attention", "layers: 1", "kvHeads: 1", "headDim: 1", ",", "&x", "*x", "<<:", "---", "!!int", "'", "\"", "|", "\t", "\0", "🦙", "-"];
        var texts = Gen.Elements(pieces).ListOf().Select(parts => string.Concat(parts));

        Prop.ForAll(texts.ToArbitrary(), text =>
        {
            try
            {
                ModelCatalog.Read(new StringReader(text), "my.yaml");
                return true;
            }
            catch (CatalogException error)
            {
                return error.Message.StartsWith("my.yaml:", StringComparison.Ordinal);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
    }
}

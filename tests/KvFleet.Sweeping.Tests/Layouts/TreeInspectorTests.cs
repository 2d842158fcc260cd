using KvFleet.Sweeping.Contract;
using KvFleet.Sweeping.Layouts;
using KvFleet.Sweeping.Tests.Support;

namespace KvFleet.Sweeping.Tests.Layouts;

public sealed class TreeInspectorTests : IDisposable
{
    private readonly TestTree _tree = new();

    [Theory]
    [InlineData("m_0123456789ab/config.json", """{"model_name":"m","tokens_per_hash":16,"tp_size":2}""", TreeLayoutKind.VllmFs)]
    [InlineData("m_0123456789ab/config.json", """{"model_name":"m","hash_block_size":16,"tp_size":2}""", TreeLayoutKind.LlmdFs)]
    [InlineData("kvfleet.json", """{"fingerprint":"x"}""", TreeLayoutKind.KvFleet)]
    [InlineData("vllm@m@1@0@7f3a.data", "x", TreeLayoutKind.LmcacheFs)]
    [InlineData("9f86d081884c7d659a2feaa0c55ad015_m_0_1.bin", "x", TreeLayoutKind.SglangFile)]
    [InlineData("notes.txt", "x", TreeLayoutKind.Detect)]
    public void A_tree_tells_which_engine_wrote_it(string file, string content, TreeLayoutKind expected)
    {
        Write(file, content);

        TreeInspector.Inspect(_tree.Path, new SweepTree { Path = "tree" }).Layout.ShouldBe(expected);
    }

    [Fact]
    public void Row_llmd_FS_backend_a_tree_of_another_fingerprint_is_told_field_by_field()
    {
        Write("m_0123456789ab/config.json", """{"model_name":"meta-llama/Llama-3.1-8B","hash_block_size":16,"tp_size":2,"dtype":"bfloat16","kv_cache_groups":[{"block_size":256}]}""");

        var report = TreeInspector.Inspect(_tree.Path, Tree(("model_name", "meta-llama/Llama-3.1-8B"), ("tp_size", "4"), ("dtype", "fp8"), ("revision", "main")));

        report.IsDescribed.ShouldBeTrue();
        report.Differences.ShouldBe([
            "m_0123456789ab/config.json: dtype is bfloat16 there and fp8 in the pool",
            "m_0123456789ab/config.json: tp_size is 2 there and 4 in the pool",
        ]);
        TreeInspector.Inspect(_tree.Path, Tree(("model_name", "meta-llama/Llama-3.1-8B"), ("tp_size", "2"))).Differences.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"model_name\":")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    public void A_description_that_is_not_written_yet_contradicts_nothing(string content)
    {
        Write("m_0123456789ab/config.json", content);

        var report = TreeInspector.Inspect(_tree.Path, Tree(("tp_size", "4")));

        report.IsDescribed.ShouldBeFalse();
        report.Differences.ShouldBeEmpty();
    }

    [Fact]
    public void A_description_that_is_a_link_is_not_read()
    {
        var elsewhere = Path.Combine(_tree.Root, "secret.json");
        File.WriteAllText(elsewhere, """{"tp_size":1}""");
        Directory.CreateDirectory(Path.Combine(_tree.Path, "tree", "m_0123456789ab"));
        File.CreateSymbolicLink(Path.Combine(_tree.Path, "tree", "m_0123456789ab", "config.json"), elsewhere);

        TreeInspector.Inspect(_tree.Path, Tree(("tp_size", "4"))).IsDescribed.ShouldBeFalse();
    }

    [Fact]
    public void A_tree_that_is_not_there_yet_is_not_described() =>
        TreeInspector.Inspect(_tree.Path, new SweepTree { Path = "none" }).ShouldBeEquivalentTo(new TreeReport("none", TreeLayoutKind.Detect, false, []));

    public void Dispose() => _tree.Dispose();

    private static SweepTree Tree(params (string Field, string Value)[] fingerprint) =>
        new() { Path = "tree", Fingerprint = fingerprint.ToDictionary(field => field.Field, field => field.Value, StringComparer.Ordinal) };

    private void Write(string path, string content)
    {
        var full = Path.Combine(_tree.Path, "tree", path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, content);
    }
}

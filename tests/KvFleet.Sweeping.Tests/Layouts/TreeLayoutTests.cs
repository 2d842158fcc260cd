using System.Text;
using KvFleet.Sweeping.Contract;
using KvFleet.Sweeping.Layouts;

namespace KvFleet.Sweeping.Tests.Layouts;

public sealed class TreeLayoutTests
{
    private const string Sha = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    [Theory]
    [InlineData(TreeLayoutKind.LlmdFs, Sha + ".bin", FileKind.Block)]
    [InlineData(TreeLayoutKind.LlmdFs, "0123456789abcdef.bin", FileKind.Block)]
    [InlineData(TreeLayoutKind.LlmdFs, Sha + ".bin_4023456789.tmp", FileKind.Temporary)]
    [InlineData(TreeLayoutKind.VllmFs, Sha + ".bin", FileKind.Block)]
    [InlineData(TreeLayoutKind.VllmFs, Sha + ".bin_7034598345983745983.tmp", FileKind.Temporary)]
    [InlineData(TreeLayoutKind.VllmFs, "config.json", FileKind.Description)]
    [InlineData(TreeLayoutKind.VllmFs, "weights.bin", FileKind.Foreign)]
    [InlineData(TreeLayoutKind.VllmFs, ".bin", FileKind.Foreign)]
    [InlineData(TreeLayoutKind.VllmFs, "_1.tmp", FileKind.Foreign)]
    [InlineData(TreeLayoutKind.VllmFs, ".tmp", FileKind.Foreign)]
    [InlineData(TreeLayoutKind.SglangFile, Sha + "_meta-llama-Llama-3.1-8B_0_2.bin", FileKind.Block)]
    [InlineData(TreeLayoutKind.SglangFile, Sha + "_deepseek-ai-DeepSeek-V3.bin", FileKind.Block)]
    [InlineData(TreeLayoutKind.SglangFile, "pytorch_model.bin", FileKind.Foreign)]
    [InlineData(TreeLayoutKind.LmcacheFs, "vllm@meta-llama-SEP-Llama-3.1-8B@1@0@7f3a.data", FileKind.Block)]
    [InlineData(TreeLayoutKind.LmcacheFs, "vllm@meta-llama-SEP-Llama-3.1-8B@1@0@7f3a.tmp", FileKind.Temporary)]
    [InlineData(TreeLayoutKind.LmcacheFs, "export.data", FileKind.Foreign)]
    [InlineData(TreeLayoutKind.LmcacheFs, "notes.tmp", FileKind.Foreign)]
    [InlineData(TreeLayoutKind.KvFleet, Sha + "00000001.kv", FileKind.Block)]
    [InlineData(TreeLayoutKind.KvFleet, Sha + ".kv.17.tmp", FileKind.Temporary)]
    [InlineData(TreeLayoutKind.KvFleet, "kvfleet.json", FileKind.Description)]
    [InlineData(TreeLayoutKind.KvFleet, "x.kv", FileKind.Foreign)]
    public void A_name_says_what_a_file_is(TreeLayoutKind kind, string name, FileKind expected) =>
        TreeLayout.Of(kind)!.Classify(Encoding.UTF8.GetBytes(name)).ShouldBe(expected);

    [Theory]
    [InlineData(Sha + ".bin", FileKind.Block)]
    [InlineData(Sha + "_m_0_1.bin", FileKind.Block)]
    [InlineData("vllm@m@1@0@7f3a.data", FileKind.Block)]
    [InlineData(Sha + ".kv", FileKind.Block)]
    [InlineData("config.json", FileKind.Description)]
    [InlineData("README.md", FileKind.Foreign)]
    [InlineData("model-00001-of-00004.safetensors", FileKind.Foreign)]
    [InlineData("pytorch_model.bin", FileKind.Foreign)]
    public void An_unknown_tree_takes_what_any_engine_writes(string name, FileKind expected) =>
        AnyLayout.Instance.Classify(Encoding.UTF8.GetBytes(name)).ShouldBe(expected);

    [Theory]
    [InlineData(TreeLayoutKind.VllmFs)]
    [InlineData(TreeLayoutKind.LlmdFs)]
    [InlineData(TreeLayoutKind.SglangFile)]
    [InlineData(TreeLayoutKind.LmcacheFs)]
    [InlineData(TreeLayoutKind.KvFleet)]
    public void No_name_at_all_breaks_a_layout(TreeLayoutKind kind)
    {
        var random = new Random((int)kind);
        var letters = "0af_.@tmpbinkvdatajson-/"u8.ToArray();
        for (var i = 0; i < 20_000; i++)
        {
            var name = new byte[random.Next(1, 24)];
            for (var j = 0; j < name.Length; j++)
                name[j] = letters[random.Next(letters.Length)];
            Enum.IsDefined(TreeLayout.Of(kind)!.Classify(name)).ShouldBeTrue();
        }
    }
}

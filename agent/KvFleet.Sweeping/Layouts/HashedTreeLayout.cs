using KvFleet.Sweeping.Contract;

namespace KvFleet.Sweeping.Layouts;

/// <summary>
/// The tree of vLLM's <c>fs</c> tier and of the llm-d FS backend, which differ in what a file holds only: <c>MODEL_FP/config.json</c>, <c>MODEL_FP_rRANK/hhh/hh_gGROUP/HASH.bin</c>, temporary
/// <c>HASH.bin_NUMBER.tmp</c>, the hash in hexadecimal digits of any number (16 and 64 are seen).
/// </summary>
internal sealed class HashedTreeLayout : TreeLayout
{
    private HashedTreeLayout(TreeLayoutKind kind) => Kind = kind;

    public static HashedTreeLayout Vllm { get; } = new(TreeLayoutKind.VllmFs);

    public static HashedTreeLayout Llmd { get; } = new(TreeLayoutKind.LlmdFs);

    /// <inheritdoc/>
    public override TreeLayoutKind Kind { get; }

    /// <inheritdoc/>
    public override string DescriptionName => "config.json";

    /// <inheritdoc/>
    public override FileKind Classify(ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("config.json"u8))
            return FileKind.Description;
        if (Names.TryCut(ref name, ".tmp"u8))
            return IsBlock(name[..Math.Max(0, name.LastIndexOf((byte)'_'))]) ? FileKind.Temporary : FileKind.Foreign;
        return IsBlock(name) ? FileKind.Block : FileKind.Foreign;
    }

    private static bool IsBlock(ReadOnlySpan<byte> name) => Names.TryCut(ref name, ".bin"u8) && Names.IsHex(name);
}

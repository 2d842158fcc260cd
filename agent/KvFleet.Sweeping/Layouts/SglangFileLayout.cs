using KvFleet.Sweeping.Contract;

namespace KvFleet.Sweeping.Layouts;

/// <summary>
/// SGLang HiCache with the <c>file</c> backend: <c>KEY_MODEL_RANK_SIZE.bin</c> in one directory (MLA models, which every rank holds alike, <c>KEY_MODEL.bin</c>), the key in hexadecimal digits, slashes in
/// the model's name as dashes. It writes files in place, so a short one may be half written: minAge protects it.
/// </summary>
internal sealed class SglangFileLayout : TreeLayout
{
    private const int ShortestKey = 16;

    public static SglangFileLayout Instance { get; } = new();

    /// <inheritdoc/>
    public override TreeLayoutKind Kind => TreeLayoutKind.SglangFile;

    /// <inheritdoc/>
    public override FileKind Classify(ReadOnlySpan<byte> name)
    {
        var temporary = Names.TryCut(ref name, ".tmp"u8);
        if (!Names.TryCut(ref name, ".bin"u8))
            return FileKind.Foreign;
        var end = name.IndexOf((byte)'_');
        var key = end < 0 ? name : name[..end];
        if (key.Length < ShortestKey || !Names.IsHex(key))
            return FileKind.Foreign;
        return temporary ? FileKind.Temporary : FileKind.Block;
    }
}

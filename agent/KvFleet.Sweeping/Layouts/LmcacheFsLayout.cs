using KvFleet.Sweeping.Contract;

namespace KvFleet.Sweeping.Layouts;

/// <summary>
/// LMCache's <c>fs</c> connector and L2 adapter: <c>MODEL@...@HASH....data</c> in one directory, slashes as <c>-SEP-</c>; temporary files have <c>.tmp</c> for <c>.data</c>, or lie under their own names in
/// a sub-directory that the engine was told (there they look like blocks, and go as such).
/// </summary>
internal sealed class LmcacheFsLayout : TreeLayout
{
    public static LmcacheFsLayout Instance { get; } = new();

    /// <inheritdoc/>
    public override TreeLayoutKind Kind => TreeLayoutKind.LmcacheFs;

    /// <inheritdoc/>
    public override FileKind Classify(ReadOnlySpan<byte> name)
    {
        if (Names.TryCut(ref name, ".data"u8))
            return name.Contains((byte)'@') ? FileKind.Block : FileKind.Foreign;
        return Names.TryCut(ref name, ".tmp"u8) && name.Contains((byte)'@') ? FileKind.Temporary : FileKind.Foreign;
    }
}

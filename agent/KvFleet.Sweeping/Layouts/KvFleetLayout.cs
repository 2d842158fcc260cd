using KvFleet.Sweeping.Contract;

namespace KvFleet.Sweeping.Layouts;

/// <summary>The shared tier of our own store: <c>kvfleet.json</c>, <c>hhh/hh/KEY.kv</c> with the key in hexadecimal digits, temporary <c>KEY.kv.NUMBER.tmp</c>.</summary>
internal sealed class KvFleetLayout : TreeLayout
{
    public static KvFleetLayout Instance { get; } = new();

    /// <inheritdoc/>
    public override TreeLayoutKind Kind => TreeLayoutKind.KvFleet;

    /// <inheritdoc/>
    public override string DescriptionName => "kvfleet.json";

    /// <inheritdoc/>
    public override FileKind Classify(ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("kvfleet.json"u8))
            return FileKind.Description;
        if (Names.TryCut(ref name, ".tmp"u8))
            return IsBlock(name[..Math.Max(0, name.LastIndexOf((byte)'.'))]) ? FileKind.Temporary : FileKind.Foreign;
        return IsBlock(name) ? FileKind.Block : FileKind.Foreign;
    }

    private static bool IsBlock(ReadOnlySpan<byte> name) => Names.TryCut(ref name, ".kv"u8) && Names.IsHex(name);
}

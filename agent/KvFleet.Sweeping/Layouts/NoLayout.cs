using KvFleet.Sweeping.Contract;

namespace KvFleet.Sweeping.Layouts;

/// <summary>Directories above the trees, where no engine keeps anything.</summary>
internal sealed class NoLayout : TreeLayout
{
    public static NoLayout Instance { get; } = new();

    /// <inheritdoc/>
    public override TreeLayoutKind Kind => TreeLayoutKind.Detect;

    /// <inheritdoc/>
    public override FileKind Classify(ReadOnlySpan<byte> name) => FileKind.Foreign;
}

using KvFleet.Sweeping.Contract;

namespace KvFleet.Sweeping.Layouts;

/// <summary>A tree whose engine is not known (yet): what any of the layouts knows for its own. Each of them has an ending of its own and a key before it, so that nothing else is taken for a block.</summary>
internal sealed class AnyLayout : TreeLayout
{
    private static readonly TreeLayout[] All = [HashedTreeLayout.Vllm, SglangFileLayout.Instance, LmcacheFsLayout.Instance, KvFleetLayout.Instance];

    public static AnyLayout Instance { get; } = new();

    /// <inheritdoc/>
    public override TreeLayoutKind Kind => TreeLayoutKind.Detect;

    /// <inheritdoc/>
    public override FileKind Classify(ReadOnlySpan<byte> name)
    {
        foreach (var layout in All)
        {
            if (layout.Classify(name) is var kind and not FileKind.Foreign)
                return kind;
        }

        return FileKind.Foreign;
    }
}

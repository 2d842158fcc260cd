namespace KvFleet.Native;

/// <summary>A NUMA memory policy. Set on a shared mapping it belongs to the file, whoever populates it later.</summary>
public sealed class NumaPolicy
{
    /// <summary>Highest node number that Linux can be built with (CONFIG_NODES_SHIFT 10).</summary>
    public const int MaxNode = 1023;

    private NumaPolicy(NumaMode mode, IReadOnlyList<int> nodes) => (Mode, Nodes) = (mode, nodes);

    /// <summary>No policy.</summary>
    public static NumaPolicy None { get; } = new(NumaMode.None, []);

    /// <summary>How pages are placed.</summary>
    public NumaMode Mode { get; }

    /// <summary>The nodes, ascending and distinct; empty for <see cref="NumaMode.None"/>.</summary>
    public IReadOnlyList<int> Nodes { get; }

    /// <summary>Makes a policy.</summary>
    /// <param name="mode">How pages are placed.</param>
    /// <param name="nodes">Node numbers, 0 to <see cref="MaxNode"/>; at least one unless <paramref name="mode"/> is None, which takes none.</param>
    /// <exception cref="ArgumentException">The nodes do not fit the mode.</exception>
    public static NumaPolicy Create(NumaMode mode, IEnumerable<int> nodes)
    {
        int[] sorted = [.. nodes.Distinct().Order()];
        if (mode == NumaMode.None)
            return sorted.Length == 0 ? None : throw new ArgumentException("Policy None takes no nodes.", nameof(nodes));
        if (mode is not (NumaMode.Bind or NumaMode.Interleave))
            throw new ArgumentOutOfRangeException(nameof(mode), mode, "Unknown NUMA mode.");
        if (sorted.Length == 0)
            throw new ArgumentException($"Policy {mode} needs at least one node.", nameof(nodes));
        if (sorted[0] < 0 || sorted[^1] > MaxNode)
            throw new ArgumentException($"NUMA nodes must lie between 0 and {MaxNode}.", nameof(nodes));
        return new NumaPolicy(mode, sorted);
    }

    /// <inheritdoc/>
    public override string ToString() => Mode == NumaMode.None ? "None" : $"{Mode} {string.Join(',', Nodes)}";

    /// <summary>The node mask as mbind takes it.</summary>
    internal ulong[] ToMask()
    {
        var mask = new ulong[(MaxNode + 1) / 64];
        foreach (var node in Nodes)
            mask[node / 64] |= 1UL << (node % 64);
        return mask;
    }
}

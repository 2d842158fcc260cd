using KvFleet.Sweeping.Contract;

namespace KvFleet.Sweeping.Layouts;

/// <summary>How an engine names its files. What is not known for a block is never deleted.</summary>
public abstract class TreeLayout
{
    /// <summary>Which one it is.</summary>
    public abstract TreeLayoutKind Kind { get; }

    /// <summary>Name of the file that describes what the blocks are for; null where there is none.</summary>
    public virtual string? DescriptionName => null;

    /// <summary>Says what a file is.</summary>
    /// <param name="name">Its name, without directory, as bytes.</param>
    /// <returns>Its kind. Called for every file: makes no objects.</returns>
    public abstract FileKind Classify(ReadOnlySpan<byte> name);

    /// <summary>The layout of that kind; null for <see cref="TreeLayoutKind.Detect"/>, which takes a look at the tree.</summary>
    /// <param name="kind">The kind.</param>
    /// <returns>The layout.</returns>
    public static TreeLayout? Of(TreeLayoutKind kind) => kind switch
    {
        TreeLayoutKind.VllmFs => HashedTreeLayout.Vllm,
        TreeLayoutKind.LlmdFs => HashedTreeLayout.Llmd,
        TreeLayoutKind.SglangFile => SglangFileLayout.Instance,
        TreeLayoutKind.LmcacheFs => LmcacheFsLayout.Instance,
        TreeLayoutKind.KvFleet => KvFleetLayout.Instance,
        _ => null,
    };
}

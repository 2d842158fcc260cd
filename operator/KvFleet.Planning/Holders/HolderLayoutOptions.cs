namespace KvFleet.Planning.Holders;

/// <summary>Settings of <see cref="HolderLayout"/>.</summary>
/// <param name="MaxHolders">Most holders of one pool on one node; at least 1.</param>
public sealed record HolderLayoutOptions(int MaxHolders = HolderLayoutOptions.DefaultMaxHolders)
{
    /// <summary>A few large holders, not many: each costs a pod, a pause container and 32 MiB.</summary>
    public const int DefaultMaxHolders = 8;

    /// <summary>The defaults.</summary>
    public static HolderLayoutOptions Default { get; } = new();
}

namespace KvFleet.Sweeping.Contract;

/// <summary>One engine's tree of files in a pool's directory.</summary>
public sealed record SweepTree
{
    /// <summary>The directory that the engine was given, relative to the pool's: model@revision/engine version/accelerator class/layout/TP.</summary>
    public required string Path { get; init; }

    /// <summary>How the engine lays out its files.</summary>
    public TreeLayoutKind Layout { get; set; } = TreeLayoutKind.Detect;

    /// <summary>
    /// What the tree's <c>config.json</c> must say, by the engine's own field names (<c>model_name</c>, <c>tp_size</c>, <c>dtype</c> ...), values as text. A field that says something else is a
    /// <see cref="SweepReason.FingerprintMismatch"/>; one that is not there is not compared.
    /// </summary>
    public IReadOnlyDictionary<string, string> Fingerprint { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);
}

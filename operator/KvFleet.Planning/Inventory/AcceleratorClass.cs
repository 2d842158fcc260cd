namespace KvFleet.Planning.Inventory;

/// <summary>Nodes that are the same for planning.</summary>
/// <param name="Accelerators">Vendor, product, memory and count.</param>
/// <param name="HostMemoryBytes">The host memory bucket, in bytes (see <see cref="HostMemoryBucket"/>).</param>
public sealed record AcceleratorClass(AcceleratorFacts Accelerators, long HostMemoryBytes)
{
    /// <summary>A stable name that is a DNS-1123 label, such as <c>nvidia-h100-80gb-hbm3-x8-1ti</c> or <c>cpu-256gi</c>.</summary>
    public string Name { get; } = AcceleratorClassName.For(Accelerators, HostMemoryBytes);

    /// <summary>The class of a node.</summary>
    /// <param name="accelerators">What its labels and resources tell.</param>
    /// <param name="hostMemoryBytes">The node's memory capacity, in bytes.</param>
    public static AcceleratorClass Of(AcceleratorFacts accelerators, long hostMemoryBytes)
        => new(accelerators, HostMemoryBucket.For(hostMemoryBytes));

    /// <inheritdoc/>
    public override string ToString() => Name;
}

namespace KvFleet.Model.Accelerators;

/// <summary>Who made a node's accelerators.</summary>
public enum AcceleratorVendor
{
    /// <summary>A node without accelerators.</summary>
    None,

    /// <summary>NVIDIA.</summary>
    Nvidia,

    /// <summary>AMD.</summary>
    Amd,

    /// <summary>Intel GPUs.</summary>
    Intel,

    /// <summary>Intel Gaudi (Habana).</summary>
    Gaudi,
}

namespace KvFleet.Native;

/// <summary>How the pages of an extent are spread over NUMA nodes.</summary>
public enum NumaMode
{
    /// <summary>No policy: the kernel's default (the node of the CPU that first touches a page).</summary>
    None = 0,

    /// <summary>Only the named nodes (MPOL_BIND).</summary>
    Bind = 2,

    /// <summary>Page by page in turn over the named nodes (MPOL_INTERLEAVE).</summary>
    Interleave = 3,
}

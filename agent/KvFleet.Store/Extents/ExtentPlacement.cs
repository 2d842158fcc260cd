namespace KvFleet.Store.Extents;

/// <summary>How the pages of a holder's extents are laid over the NUMA nodes that have memory.</summary>
public enum ExtentPlacement
{
    /// <summary>Equal parts: one set of extents per NUMA node, each bound to its node.</summary>
    Spread,

    /// <summary>Pages of every extent alternate between the NUMA nodes.</summary>
    Interleave,

    /// <summary>No policy: a page comes from the node of the thread that touches it first.</summary>
    None,
}

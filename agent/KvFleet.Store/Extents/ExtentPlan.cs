namespace KvFleet.Store.Extents;

/// <summary>One extent as it should be: what a holder is asked to create, and what a descriptor it returns is verified against.</summary>
/// <param name="Id"><c>&lt;holder pod uid&gt;-&lt;n&gt;</c>: the same after a restart of either side, so a held extent is recognised.</param>
/// <param name="Bytes">Size in bytes, a multiple of the page size used.</param>
/// <param name="HugePageBytes">Huge page size in bytes; 0 means base pages.</param>
/// <param name="Placement">NUMA policy of its pages.</param>
/// <param name="NumaNode">The node it is bound to under <see cref="ExtentPlacement.Spread"/>; otherwise null.</param>
public sealed record ExtentPlan(string Id, long Bytes, long HugePageBytes, ExtentPlacement Placement, int? NumaNode)
{
    private const string IndexSuffix = "-index";

    /// <summary>Whether it holds the index of the holder's other extents. Engines never get it.</summary>
    public bool IsIndex => Id.EndsWith(IndexSuffix, StringComparison.Ordinal);

    /// <summary>The id of a holder's index.</summary>
    /// <param name="holderUid">Uid of the holder's pod.</param>
    public static string IndexId(string holderUid) => holderUid + IndexSuffix;
}

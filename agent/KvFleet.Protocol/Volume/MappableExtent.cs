namespace KvFleet.Protocol.Volume;

/// <summary>One extent that an engine may map.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Index">Its place among the pool's extents on this node, from 0.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Offset">Where it goes in the engine's contiguous address range, in bytes.</param>
public sealed record MappableExtent(string Id, int Index, long Bytes, long Offset)
{
    internal string? FindFault() =>
        Checks.Extent(Id, Bytes, 0, null) ?? Checks.NotNegative("index", Index) ?? Checks.NotNegative("offset", Offset);
}

namespace KvFleet.Api.Pools;

/// <summary>Sizes of the pool's KV data, in bytes.</summary>
public sealed class PoolGeometryStatus
{
    /// <summary>KV bytes of one token over all ranks, without padding.</summary>
    public long BytesPerToken { get; set; }

    /// <summary>KV bytes of one block over all ranks, without padding.</summary>
    public long BlockBytes { get; set; }

    /// <summary>Bytes that one row (the slots of all ranks, each a multiple of the page) takes in memory.</summary>
    public long RowStrideBytes { get; set; }
}

namespace KvFleet.Operator.Exporters;

/// <summary>What a series tells.</summary>
internal enum ReadingField
{
    MemoryUsed,
    MemoryFree,
    MemoryReserved,
    MemoryTotal,
    Utilization,
    LinkRate,
    LinkTotal,
    Xid,
    RemapFailure,
    UncorrectableRows,
    Unhealthy,
}

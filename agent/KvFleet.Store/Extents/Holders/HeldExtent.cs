namespace KvFleet.Store.Extents.Holders;

/// <summary>A verified extent that a holder brought along when it connected.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Bytes">Its size in bytes.</param>
/// <param name="HugePageBytes">Its huge page size in bytes; 0 for base pages.</param>
/// <param name="ResidentBytes">Bytes of it that exist, measured.</param>
public sealed record HeldExtent(string Id, long Bytes, long HugePageBytes, long ResidentBytes);

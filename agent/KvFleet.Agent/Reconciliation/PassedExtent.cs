using KvFleet.Native;

namespace KvFleet.Agent.Reconciliation;

/// <summary>A descriptor that a holder passed, and what it says about it. Nothing is verified yet.</summary>
/// <param name="Id">The extent it is said to be.</param>
/// <param name="Bytes">Its size, as said.</param>
/// <param name="HugePageBytes">Its huge page size, as said.</param>
/// <param name="File">The descriptor; whoever takes the record closes it or keeps it.</param>
internal sealed record PassedExtent(string Id, long Bytes, long HugePageBytes, MemoryFile File);

namespace KvFleet.Api.Reports;

/// <summary>One NUMA node of the machine.</summary>
/// <param name="Id">Number of the NUMA node, as the kernel counts.</param>
/// <param name="MemoryBytes">Its memory, in bytes.</param>
public sealed record NumaNodeReport(int Id, long MemoryBytes);

using System.Runtime.InteropServices;

namespace KvFleet.Store.Extents;

/// <summary>A NUMA node of this machine. Nodes without memory (CPU-only, or memory of an accelerator that is offline) hold no extents.</summary>
/// <param name="Id">The kernel's node number.</param>
/// <param name="MemoryBytes">Installed memory in bytes, from <c>/sys/devices/system/node/nodeN/meminfo</c>.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct NumaNode(int Id, long MemoryBytes);

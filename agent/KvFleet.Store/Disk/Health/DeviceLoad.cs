using System.Runtime.InteropServices;

namespace KvFleet.Store.Disk.Health;

/// <summary>What was seen of the device since the last look.</summary>
/// <param name="WaitingLoads">Loads in the queue.</param>
/// <param name="SlowestRead">Longest time of a read, for each MiB of it (a smaller read counts as one MiB).</param>
/// <param name="SlowestWrite">Longest time of a write, likewise.</param>
/// <param name="WasStill">Whether the tier itself did nothing for 10 seconds.</param>
/// <param name="Pressure">PSI io, some, average over 10 seconds, in percent; 0 where the kernel has none.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct DeviceLoad(int WaitingLoads, TimeSpan SlowestRead, TimeSpan SlowestWrite, bool WasStill, double Pressure);

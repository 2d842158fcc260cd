namespace KvFleet.Store.Disk.Health;

/// <summary>How fast a device answered a single reader.</summary>
/// <param name="ReadLatency">Time of a read of 4 KiB.</param>
/// <param name="ReadBytesPerSecond">Speed of a large read once it has begun.</param>
/// <param name="MinimumEfficientBytes">Smallest read that spends at least four fifths of its time on bytes: a power of two from 4 KiB to 16 MiB.</param>
public sealed record DeviceFigures(TimeSpan ReadLatency, double ReadBytesPerSecond, long MinimumEfficientBytes);

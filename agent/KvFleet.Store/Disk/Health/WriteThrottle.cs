namespace KvFleet.Store.Disk.Health;

/// <summary>
/// How long each write waits before it begins; pure. Doubled while the device is busy, halved while it is not: whoever reads from the disk goes before what is
/// written to it for later.
/// </summary>
/// <param name="Pause">What each write waits.</param>
/// <param name="Why">Why; null when the device is not busy.</param>
internal sealed record WriteThrottle(TimeSpan Pause, string? Why)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    /// <summary>Reads of the tier that take longer than this for a MiB mean a busy device.</summary>
    private static readonly TimeSpan SlowRead = TimeSpan.FromMilliseconds(200);

    /// <summary>Writes of the tier that take longer than this for a MiB do so, too.</summary>
    private static readonly TimeSpan SlowWrite = TimeSpan.FromMilliseconds(200);

    /// <summary>Share of time, in percent, in which something on the node waited for a device, beyond which the device counts as busy.</summary>
    private const double PressureLimit = 40;

    /// <summary>No wait.</summary>
    public static WriteThrottle None { get; } = new(TimeSpan.Zero, null);

    /// <summary>What follows from a look at the device.</summary>
    public WriteThrottle Next(in DeviceLoad load)
    {
        var why = Judge(load);
        var pause = why is not null ? (Pause < Shortest ? Shortest : Pause * 2) : Pause / 2;
        return new WriteThrottle(pause > Longest ? Longest : pause < Shortest ? TimeSpan.Zero : pause, why);
    }

    private static string? Judge(in DeviceLoad load) => load switch
    {
        { WaitingLoads: > 64 } => $"{load.WaitingLoads} loads wait: they go before writes.",
        _ when load.SlowestRead > SlowRead => $"Reading took {load.SlowestRead.TotalMilliseconds:0} ms a MiB; writes wait.",
        _ when load.SlowestWrite > SlowWrite => $"Writing took {load.SlowestWrite.TotalMilliseconds:0} ms a MiB; writes wait.",
        // The tier's own writes are pressure, too: what others do shows only while it is still.
        { WasStill: true, Pressure: > PressureLimit } => $"Others wait for devices {load.Pressure:0} % of the time (PSI io some); writes wait.",
        _ => null,
    };
}

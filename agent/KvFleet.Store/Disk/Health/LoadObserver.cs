namespace KvFleet.Store.Disk.Health;

/// <summary>Collects what transfers tell of the device. Thread-safe.</summary>
/// <param name="time">The clock.</param>
internal sealed class LoadObserver(TimeProvider time)
{
    private const double Mebibyte = 1 << 20;
    private static readonly TimeSpan StillFor = TimeSpan.FromSeconds(10);
    private readonly Lock _gate = new();
    private TimeSpan _slowestRead;
    private TimeSpan _slowestWrite;
    private long _lastTransfer = time.GetTimestamp();

    /// <summary>A read ended.</summary>
    public void Read(long started, int bytes) => Note(ref _slowestRead, started, bytes);

    /// <summary>A write ended.</summary>
    public void Write(long started, int bytes) => Note(ref _slowestWrite, started, bytes);

    /// <summary>Takes what was seen since the last time.</summary>
    public DeviceLoad Take(int waitingLoads, Func<double> pressure)
    {
        lock (_gate)
        {
            var load = new DeviceLoad(waitingLoads, _slowestRead, _slowestWrite, time.GetElapsedTime(_lastTransfer) > StillFor, pressure());
            (_slowestRead, _slowestWrite) = (default, default);
            return load;
        }
    }

    private void Note(ref TimeSpan slowest, long started, int bytes)
    {
        var took = time.GetElapsedTime(started) / Math.Max(1, bytes / Mebibyte);
        lock (_gate)
        {
            slowest = took > slowest ? took : slowest;
            _lastTransfer = time.GetTimestamp();
        }
    }
}

using KvFleet.Store.Disk.Files;

namespace KvFleet.Store.Disk;

/// <summary>
/// The local disk as the tier below a pool's memory. All that waits for the device happens in threads of its own, whose number is bounded; what is called from outside
/// answers from memory. No fault of the disk reaches the store: the tier then has nothing, says why, and comes back when the fault is over.
/// </summary>
public sealed class DiskTier : IBackingTier, IDisposable
{
    private readonly PoolStore _store;
    private readonly DiskTierOptions _options;
    private readonly TierState _state;
    private readonly TierWorkers _workers;
    private bool _ended;

    /// <param name="options">How it behaves.</param>
    /// <param name="store">The pool's store.</param>
    /// <param name="volume">Where its files are; disposed with it.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="ArgumentException">An option is out of its bounds.</exception>
    public DiskTier(DiskTierOptions options, PoolStore store, IDiskVolume volume, TimeProvider time)
    {
        DiskTierChecks.Check(options);
        (_options, _store, _state) = (options, store, new TierState(time));
        _workers = new TierWorkers(options, store, _state, volume, time);
    }

    /// <summary>Figures and condition. Waits for nothing.</summary>
    public DiskTierReport Report
    {
        get
        {
            var report = new DiskTierReport
            {
                Condition = _workers.Health.Condition,
                Device = _workers.Device,
                CapacityBytes = _workers.CapacityBytes,
                PhysicalBytes = _workers.PhysicalBytes,
                WaitingLoads = _workers.Loads.Count,
            };
            lock (_state.Gate)
                return _state.Describe(report);
        }
    }

    /// <summary>Becomes the store's tier and begins to read what the disk holds. To be called before clients are served: what they forget before that is not noticed.</summary>
    public void Start()
    {
        _workers.Start();
        _store.Use(this);
    }

    /// <summary>Changes the capacity. Files above it are emptied and deleted soon after.</summary>
    /// <param name="capacityBytes">At least <see cref="DiskTierOptions.LeastCapacityBytes"/>.</param>
    public void Resize(long capacityBytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacityBytes, DiskTierOptions.LeastCapacityBytes);
        _workers.CapacityBytes = capacityBytes;
    }

    /// <summary>Changes how often a value must have been seen to be written.</summary>
    /// <param name="sightings">1 to 255.</param>
    public void Admit(int sightings)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sightings, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sightings, byte.MaxValue);
        _workers.SightingsToAdmit = sightings;
    }

    /// <inheritdoc/>
    public bool TryPin(ReadOnlySpan<byte> key, DateTimeOffset until)
    {
        lock (_state.Gate)
        {
            return _state.Catalog.TryFind(key, out var id) && _state.IsFound(id)
                && _state.Pins.TryPin(key.ToArray(), id.Record.Length, until.ToUnixTimeMilliseconds(), (long)(_workers.CapacityBytes * _options.PinnedFraction));
        }
    }

    /// <inheritdoc/>
    public void Unpin(ReadOnlySpan<byte> key)
    {
        lock (_state.Gate)
            _state.Pins.Remove(key);
    }

    /// <inheritdoc/>
    public bool Contains(ReadOnlySpan<byte> key) => _state.Contains(key);

    /// <inheritdoc/>
    public void RequestLoad(ReadOnlySpan<byte> key)
    {
        if (_workers.Loads.TryAdd(key))
            return;
        lock (_state.Gate)
            _state.Counters.LoadsRefused++;
    }

    /// <inheritdoc/>
    public bool Forget(ReadOnlySpan<byte> key) => _state.Forget(key);

    /// <inheritdoc/>
    public void ForgetAll() => _state.ForgetAll();

    /// <inheritdoc/>
    public void Wake() => _workers.Wake();

    /// <summary>Ends it: what is being written is finished, for at most 10 seconds. A device that hangs does not keep the process from ending.</summary>
    public void Dispose()
    {
        if (_ended)
            return;
        _ended = true;
        _store.Use(NullBackingTier.Instance);
        _workers.Dispose();
    }
}

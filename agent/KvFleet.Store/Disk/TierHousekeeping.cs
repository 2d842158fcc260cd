using KvFleet.Store.Disk.Encryption;
using KvFleet.Store.Disk.Files;
using KvFleet.Store.Disk.Health;
using KvFleet.Store.Disk.Segments;
using KvFleet.Store.Disk.Transfer;

namespace KvFleet.Store.Disk;

/// <summary>
/// What one thread does now and then: the start, summaries, forgotten entries, emptied segments, trials after a fault, and looking at how busy the device is.
/// </summary>
internal sealed class TierHousekeeping : IDisposable
{
    private readonly DiskTierOptions _options;
    private readonly PoolStore _store;
    private readonly TierState _state;
    private readonly TierHealth _health;
    private readonly IDiskVolume _volume;
    private readonly LoadObserver _observer;
    private readonly TimeProvider _time;
    private readonly SegmentFiles _files;
    private readonly RecordReader _reader;
    private readonly BatchWriter _writer;
    private readonly Lazy<DiskKey?> _key;
    private ForgetWatch? _watch;
    private IReadOnlyList<(long Sequence, int Ordinal)> _notes = [];
    private readonly FingerprintNote _fingerprint;
    private volatile bool _hasRecovered;

    public TierHousekeeping(DiskTierOptions options, PoolStore store, TierState state, TierHealth health, IDiskVolume volume, LoadObserver observer, TimeProvider time)
    {
        (_options, _store, _state, _health, _volume, _observer, _time) = (options, store, state, health, volume, observer, time);
        _key = new Lazy<DiskKey?>(() => options.KeyFile is { } path ? DiskKey.Read(path) : null, LazyThreadSafetyMode.PublicationOnly);
        _files = new SegmentFiles(volume, options, () => _key.Value, () => store.Fingerprint);
        _reader = new RecordReader(state, observer, time);
        _writer = new BatchWriter(state, observer, time);
        Closer = new SegmentCloser(state, _files);
        _fingerprint = new FingerprintNote(volume, store);
        Segments = new OpenSegment(state, _files, _fingerprint, Closer, new Reclaimer(state, Closer, _reader, _writer, options), () => _health.Condition.Reason != DiskReasons.NoSpace);
    }

    public OpenSegment Segments { get; }

    public SegmentCloser Closer { get; }

    public DeviceFigures? Device { get; private set; }

    public long PhysicalBytes => _files.TotalBytes;

    public long CapacityBytes
    {
        get => _files.CapacityBytes;
        set => _files.CapacityBytes = value;
    }

    public bool CanWrite => _hasRecovered && _health.Condition.CanWrite;

    /// <summary>Begins to note what is forgotten before the disk is read.</summary>
    public void Watch() => _watch ??= _state.Watch();

    /// <summary>Does what is due.</summary>
    public void Tend(int waitingLoads)
    {
        if (!_hasRecovered)
        {
            if (_health.Condition.Reason == DiskReasons.Recovering || _health.IsTrialDue)
                Begin();
            return;
        }

        if (_health.IsTrialDue)
            Try();
        if (!_health.Condition.CanWrite)
            return;
        _fingerprint.Keep();
        Closer.BuryForgotten();
        Closer.RetireEmpty();
        Closer.SealClosed();
        Segments.Shrink();
        if (_options.Throttled)
            _health.Look(_observer.Take(waitingLoads, static () => PressureStall.ReadIo()));
        lock (_state.Gate)
            _state.Pins.Expire(_state.Now);
    }

    /// <summary>Leaves the disk so that the next start reads as little as possible.</summary>
    public void Finish()
    {
        if (!CanWrite)
            return;
        lock (_state.Gate)
            _state.Catalog.CloseOpen();
        Closer.BuryForgotten();
        Closer.RetireEmpty();
        Closer.SealClosed();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _reader.Dispose();
        _writer.Dispose();
        Segments.Dispose();
        Closer.Dispose();
        _files.Dispose();
        _volume.Dispose();
        _state.ForgetLog?.Dispose();
    }

    private void Begin()
    {
        var started = _time.GetTimestamp();
        _volume.Claim();
        _ = _key.Value;
        Device = DeviceProbe.Run(_volume, _time);
        if (_options.VolatileDirectory is { } directory && _state.ForgetLog is null)
        {
            var log = ForgetLog.Open(directory, _options.PoolUid, out _notes);
            lock (_state.Gate)
                _state.ForgetLog = log;
        }

        _fingerprint.Load();
        using (var recovery = new Recovery(_state, _files, _volume))
            recovery.Run(_notes, _watch!);
        if (_state.Counters.Recovered == 0)
            _store.ForgetBacked();
        _state.Unwatch(_watch!);
        lock (_state.Gate)
            _state.Counters.RecoveryTime = _time.GetElapsedTime(started);
        _hasRecovered = true;
        _health.Succeeded();
    }

    private void Try()
    {
        // Room is enough when a segment fits that could not be made before; everything else must show that it works.
        if (_health.Condition.Reason == DiskReasons.NoSpace && _volume.AvailableBytes < _files.SegmentBytes)
            throw new Native.NativeException("fallocate", Native.Errno.ENOSPC, $"{_volume.AvailableBytes} bytes are free, a segment has {_files.SegmentBytes}");
        Device = DeviceProbe.Run(_volume, _time);
        _health.Succeeded();
    }
}

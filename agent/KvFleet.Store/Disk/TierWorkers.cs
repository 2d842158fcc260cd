using KvFleet.Store.Disk.Files;
using KvFleet.Store.Disk.Health;
using KvFleet.Store.Disk.Transfer;

namespace KvFleet.Store.Disk;

/// <summary>The threads of a tier: one that keeps house, some that write, some that read. Only they wait for the device.</summary>
internal sealed class TierWorkers : IDisposable
{
    private static readonly TimeSpan RestAfter = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LastWait = TimeSpan.FromSeconds(10);
    private readonly DiskTierOptions _options;
    private readonly PoolStore _store;
    private readonly TierState _state;
    private readonly TimeProvider _time;
    private readonly LoadObserver _observer;
    private readonly TierHousekeeping _house;
    private readonly CancellationTokenSource _stopping = new();
    private readonly SemaphoreSlim _wake = new(0);
    private readonly List<Thread> _transfers = [];
    private readonly Thread _keeper;
    private volatile int _sightings;

    public TierWorkers(DiskTierOptions options, PoolStore store, TierState state, IDiskVolume volume, TimeProvider time)
    {
        (_options, _store, _state, _time) = (options, store, state, time);
        _sightings = options.SightingsToAdmit;
        _observer = new LoadObserver(time);
        Health = new TierHealth(time);
        Loads = new LoadQueue(options.LoadQueue);
        _house = new TierHousekeeping(options, store, state, Health, volume, _observer, time);
        _keeper = NewThread("disk-house", Keep);
        for (var i = 0; i < options.WriteThreads; i++)
            _transfers.Add(NewThread("disk-write", Write));
        for (var i = 0; i < options.ReadThreads; i++)
            _transfers.Add(NewThread("disk-read", Read));
    }

    public TierHealth Health { get; }

    public LoadQueue Loads { get; }

    public DeviceFigures? Device => _house.Device;

    public long PhysicalBytes => _house.PhysicalBytes;

    public long CapacityBytes
    {
        get => _house.CapacityBytes;
        set
        {
            _house.CapacityBytes = value;
            Wake();
        }
    }

    public int SightingsToAdmit
    {
        get => _sightings;
        set => _sightings = value;
    }

    public void Start()
    {
        // What is forgotten from now on counts, although nothing is known yet.
        _house.Watch();
        _keeper.Start();
        foreach (var thread in _transfers)
            thread.Start();
    }

    public void Wake()
    {
        if (!_stopping.IsCancellationRequested && _wake.CurrentCount < _options.WriteThreads)
            _wake.Release();
    }

    /// <summary>Ends the threads. They give back what they use when they are through, even if that takes longer than there is waited here.</summary>
    public void Dispose()
    {
        _stopping.Cancel();
        Loads.End();
        if (_keeper.ThreadState.HasFlag(ThreadState.Unstarted))
            End();
        else
            _keeper.Join(LastWait);
    }

    private static Thread NewThread(string name, ThreadStart body) => new(body) { Name = name, IsBackground = true };

    private void Keep()
    {
        do
        {
            Try(() => _house.Tend(Loads.Count));
        }
        while (!_stopping.Token.WaitHandle.WaitOne(_options.Interval));
        foreach (var thread in _transfers)
            thread.Join();
        Try(_house.Finish);
        End();
    }

    private void End()
    {
        _house.Dispose();
        _wake.Dispose();
        _stopping.Dispose();
    }

    private void Write()
    {
        using var writer = new BatchWriter(_state, _observer, _time);
        var demotion = new Demotion(_store, _state, _house.Segments, writer, _options.BatchBytes, () => SightingsToAdmit);
        var idleSince = _time.GetTimestamp();
        while (!_stopping.IsCancellationRequested)
        {
            var wrote = false;
            if (_house.CanWrite)
                Try(() => wrote = demotion.Run(Pace));
            if (wrote)
            {
                idleSince = _time.GetTimestamp();
                continue;
            }

            if (_time.GetElapsedTime(idleSince) > RestAfter)
                writer.Rest();
            Await();
        }
    }

    private void Read()
    {
        using var reader = new RecordReader(_state, _observer, _time);
        var promotion = new Promotion(_store, _state, _house.Closer, reader);
        while (Loads.TryTake(RestAfter, reader.Rest, out var key))
        {
            Try(() => promotion.Load(key));
            Loads.Done(key);
        }
    }

    private bool Pace()
    {
        var pause = _options.Throttled ? Health.Pause : TimeSpan.Zero;
        return pause == TimeSpan.Zero ? !_stopping.IsCancellationRequested : !_stopping.Token.WaitHandle.WaitOne(pause);
    }

    private void Await()
    {
        try
        {
            _wake.Wait(_options.Interval, _stopping.Token);
        }
        catch (OperationCanceledException)
        {
            // The loop sees it.
        }
    }

    // Nothing may end a thread but its own end: an exception there would end the agent.
    private void Try(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e)
        {
            Health.Failed(e);
        }
    }
}

using System.Runtime.InteropServices;

namespace KvFleet.Kubernetes.Queues;

/// <inheritdoc cref="IWorkQueue{TKey}"/>
public sealed class WorkQueue<TKey> : IWorkQueue<TKey>, IQueueState, IDisposable
    where TKey : notnull
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly IRateLimiter<TKey> _limiter;
    private readonly WorkQueueMetrics? _metrics;
    private readonly QueueInstruments? _instruments;
    private readonly QueueTimer _timer;
    private readonly Dictionary<TKey, QueueEntry<TKey>> _entries = [];
    private readonly ReadyEntries<TKey> _ready = new();
    private readonly DelayedEntries<TKey> _delayed = new();
    private readonly RunningEntries<TKey> _running = new();
    private readonly WaitingTakers<TKey> _takers = new();
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _adds;
    private long _rateLimitedAdds;
    private bool _shutDown;

    /// <summary>Makes an empty queue.</summary>
    /// <param name="name">The name that metrics carry; one queue a name.</param>
    /// <param name="time">The clock.</param>
    /// <param name="limiter">For <see cref="AddRateLimited"/>; by default <see cref="RateLimiters.ForController{TKey}"/>.</param>
    /// <param name="metrics">Where to report; null reports nothing.</param>
    public WorkQueue(string name, TimeProvider time, IRateLimiter<TKey>? limiter = null, WorkQueueMetrics? metrics = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(time);
        Name = name;
        _time = time;
        _limiter = limiter ?? RateLimiters.ForController<TKey>(time);
        _timer = new QueueTimer(time, OnTimer);
        _metrics = metrics;
        _instruments = metrics?.Register(this);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int Depth
    {
        get
        {
            lock (_lock)
                return _ready.Count;
        }
    }

    long IQueueState.Adds => Interlocked.Read(ref _adds);

    long IQueueState.RateLimitedAdds => Interlocked.Read(ref _rateLimitedAdds);

    /// <inheritdoc/>
    public void Add(TKey key, WorkPriority priority = WorkPriority.Normal)
    {
        lock (_lock)
        {
            if (!_shutDown)
                MarkDirty(Entry(key), priority);
        }
    }

    /// <inheritdoc/>
    public void AddAfter(TKey key, TimeSpan delay, WorkPriority priority = WorkPriority.Normal)
    {
        if (delay <= TimeSpan.Zero)
        {
            Add(key, priority);
            return;
        }

        lock (_lock)
        {
            if (_shutDown)
                return;

            var entry = Entry(key);
            var due = _timer.After(delay);
            // Earliest wins: what is due now or sooner stays.
            if (entry.IsDirty)
                return;

            // The higher priority wins: what just happened does not wait behind what a start lists.
            entry.Priority = entry.DueAt is null || priority > entry.Priority ? priority : entry.Priority;
            if (entry.DueAt <= due)
                return;

            _delayed.Set(entry, due);
            _timer.Arm(_delayed.NextDue());
        }
    }

    /// <inheritdoc/>
    public TimeSpan AddRateLimited(TKey key, WorkPriority priority = WorkPriority.Normal)
    {
        var delay = _limiter.When(key);
        Interlocked.Increment(ref _rateLimitedAdds);
        AddAfter(key, delay, priority);
        return delay;
    }

    /// <inheritdoc/>
    public ValueTask<WorkItem<TKey>?> TakeAsync(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled<WorkItem<TKey>?>(cancellationToken);

        QueueEntry<TKey>? entry;
        LinkedListNode<TaskCompletionSource<QueueEntry<TKey>?>>? taker = null;
        lock (_lock)
        {
            if (_shutDown)
                return new((WorkItem<TKey>?)null);
            if (_ready.TryTake(out entry))
                Start(entry);
            else
                taker = _takers.Add();
        }

        return entry is null ? new(WaitAsync(taker!, cancellationToken)) : new(Taken(entry));
    }

    /// <inheritdoc/>
    public void Done(TKey key)
    {
        TimeSpan worked;
        lock (_lock)
        {
            if (!_entries.TryGetValue(key, out var entry) || !entry.IsProcessing)
                return;

            _running.Remove(entry);
            worked = _time.GetElapsedTime(entry.TakenAt);
            if (entry.IsDirty && !_shutDown)
                HandOut(entry);
            else if (entry.DueAt is null)
                _entries.Remove(key);

            if (_shutDown && _running.IsEmpty)
                _drained.TrySetResult();
        }

        _instruments?.Finished(worked);
    }

    /// <inheritdoc/>
    public void Forget(TKey key) => _limiter.Forget(key);

    /// <inheritdoc/>
    public int Retries(TKey key) => _limiter.Retries(key);

    /// <inheritdoc/>
    public void ShutDown()
    {
        lock (_lock)
        {
            _shutDown = true;
            _ready.Clear();
            _delayed.ClearAll();
            _timer.Disarm();
            _takers.SendHome();
            if (_running.IsEmpty)
                _drained.TrySetResult();
        }
    }

    /// <inheritdoc/>
    public Task ShutDownWithDrainAsync(CancellationToken cancellationToken)
    {
        ShutDown();
        return _drained.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Shuts down and stops reporting.</summary>
    public void Dispose()
    {
        ShutDown();
        _metrics?.Unregister(this);
        _timer.Dispose();
    }

    (double Sum, double Longest) IQueueState.RunningSeconds()
    {
        lock (_lock)
            return _running.Seconds(_time);
    }

    private QueueEntry<TKey> Entry(TKey key)
    {
        ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(_entries, key, out _);
        return entry ??= new QueueEntry<TKey>(key);
    }

    private void MarkDirty(QueueEntry<TKey> entry, WorkPriority priority)
    {
        _delayed.Clear(entry);
        if (entry.IsDirty)
        {
            if (priority <= entry.Priority)
                return;

            entry.Priority = priority;
            _ready.Lift(entry);
            return;
        }

        entry.IsDirty = true;
        entry.Priority = priority;
        entry.AddedAt = _time.GetTimestamp();
        // Written under the lock, read without it.
        Volatile.Write(ref _adds, _adds + 1);
        if (!entry.IsProcessing)
            HandOut(entry);
    }

    private void HandOut(QueueEntry<TKey> entry)
    {
        // Given first and started then: a taker may have been cancelled.
        if (_takers.TryGive(entry))
            Start(entry);
        else
            _ready.Add(entry);
    }

    private void Start(QueueEntry<TKey> entry)
    {
        entry.IsDirty = false;
        entry.TakenAt = _time.GetTimestamp();
        entry.Waited = _time.GetElapsedTime(entry.AddedAt, entry.TakenAt);
        entry.Item = new WorkItem<TKey>(entry.Key, entry.Priority);
        _running.Add(entry);
    }

    /// <summary>Reports outside the lock: whoever listens may take its time.</summary>
    private WorkItem<TKey> Taken(QueueEntry<TKey> entry)
    {
        _instruments?.Taken(entry.Waited);
        return entry.Item;
    }

    private async Task<WorkItem<TKey>?> WaitAsync(LinkedListNode<TaskCompletionSource<QueueEntry<TKey>?>> taker, CancellationToken cancellationToken)
    {
        await using var registration = cancellationToken.UnsafeRegister(
            (_, token) =>
            {
                if (!taker.Value.TrySetCanceled(token))
                    return;
                lock (_lock)
                    _takers.Remove(taker);
            },
            state: null);
        if (await taker.Value.Task is not { } entry)
            return null;
        // Whoever gave the entry holds the lock until it is started.
        _lock.Enter();
        _lock.Exit();
        return Taken(entry);
    }

    private void OnTimer(object? state)
    {
        lock (_lock)
        {
            _timer.Fired();
            if (_shutDown)
                return;

            var now = _time.GetTimestamp();
            while (_delayed.TakeDue(now) is { } entry)
                MarkDirty(entry, entry.Priority);
            _timer.Arm(_delayed.NextDue());
        }
    }
}

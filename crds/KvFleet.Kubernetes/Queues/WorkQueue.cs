using System.Diagnostics.CodeAnalysis;

namespace KvFleet.Kubernetes.Queues;

/// <inheritdoc cref="IWorkQueue{TKey}"/>
public sealed class WorkQueue<TKey> : IWorkQueue<TKey>, IQueueState, IDisposable
    where TKey : notnull
{
    // A timer takes at most 49 days; re-arming once a day costs nothing and also bounds clock drift.
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(1);

    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly IRateLimiter<TKey> _limiter;
    private readonly WorkQueueMetrics? _metrics;
    private readonly QueueInstruments? _instruments;
    private readonly ITimer _timer;
    private readonly Dictionary<TKey, QueueEntry<TKey>> _entries = [];
    private readonly Queue<QueueEntry<TKey>> _normal = new();
    private readonly Queue<QueueEntry<TKey>> _low = new();
    private readonly DelayedEntries<TKey> _delayed = new();
    private readonly HashSet<QueueEntry<TKey>> _running = [];
    private readonly LinkedList<TaskCompletionSource<WorkItem<TKey>?>> _takers = new();
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long? _timerDue;
    private int _depth;
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
        _timer = time.CreateTimer(static queue => ((WorkQueue<TKey>)queue!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
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
                return _depth;
        }
    }

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
            var due = _time.GetTimestamp() + ToTimestamp(delay);
            // Earliest wins: what is due now or sooner stays.
            if (entry.IsDirty || entry.DueAt <= due)
                return;

            entry.Priority = priority;
            _delayed.Set(entry, due);
            ArmTimer();
        }
    }

    /// <inheritdoc/>
    public TimeSpan AddRateLimited(TKey key, WorkPriority priority = WorkPriority.Normal)
    {
        var delay = _limiter.When(key);
        _instruments?.Retried();
        AddAfter(key, delay, priority);
        return delay;
    }

    /// <inheritdoc/>
    public ValueTask<WorkItem<TKey>?> TakeAsync(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled<WorkItem<TKey>?>(cancellationToken);

        LinkedListNode<TaskCompletionSource<WorkItem<TKey>?>> taker;
        lock (_lock)
        {
            if (_shutDown)
                return new((WorkItem<TKey>?)null);
            if (TryTakeListed(out var entry))
                return new(Start(entry));
            taker = _takers.AddLast(new TaskCompletionSource<WorkItem<TKey>?>(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        return new(WaitAsync(taker, cancellationToken));
    }

    /// <inheritdoc/>
    public void Done(TKey key)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(key, out var entry) || !_running.Remove(entry))
                return;

            entry.IsProcessing = false;
            _instruments?.Finished(_time.GetElapsedTime(entry.TakenAt));
            if (entry.IsDirty && !_shutDown)
                HandOut(entry);
            else if (entry.DueAt is null)
                _entries.Remove(key);

            if (_shutDown && _running.Count == 0)
                _drained.TrySetResult();
        }
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
            _normal.Clear();
            _low.Clear();
            _delayed.ClearAll();
            _depth = 0;
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            foreach (var taker in _takers)
                taker.TrySetResult(null);
            _takers.Clear();
            if (_running.Count == 0)
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
        {
            var now = _time.GetTimestamp();
            var sum = 0.0;
            var longest = 0.0;
            foreach (var entry in _running)
            {
                var seconds = _time.GetElapsedTime(entry.TakenAt, now).TotalSeconds;
                sum += seconds;
                longest = Math.Max(longest, seconds);
            }

            return (sum, longest);
        }
    }

    private QueueEntry<TKey> Entry(TKey key)
    {
        if (!_entries.TryGetValue(key, out var entry))
            _entries[key] = entry = new QueueEntry<TKey>(key);
        return entry;
    }

    private void MarkDirty(QueueEntry<TKey> entry, WorkPriority priority)
    {
        _delayed.Clear(entry);
        if (entry.IsDirty)
        {
            if (priority <= entry.Priority)
                return;

            // Moves up; the token left in the low list is skipped when it comes up, because the entry is taken by then.
            entry.Priority = priority;
            if (entry.IsListed)
                _normal.Enqueue(entry);
            return;
        }

        entry.IsDirty = true;
        entry.Priority = priority;
        entry.AddedAt = _time.GetTimestamp();
        _instruments?.Added();
        if (!entry.IsProcessing)
            HandOut(entry);
    }

    private void HandOut(QueueEntry<TKey> entry)
    {
        while (_takers.First is { } taker)
        {
            _takers.RemoveFirst();
            // The result is set first: a taker that was cancelled meanwhile must not swallow the key.
            if (taker.Value.TrySetResult(new WorkItem<TKey>(entry.Key, entry.Priority)))
            {
                Start(entry);
                return;
            }
        }

        entry.IsListed = true;
        _depth++;
        (entry.Priority == WorkPriority.Normal ? _normal : _low).Enqueue(entry);
    }

    private bool TryTakeListed([NotNullWhen(true)] out QueueEntry<TKey>? entry)
    {
        while (_normal.TryDequeue(out entry) || _low.TryDequeue(out entry))
        {
            if (!entry.IsListed)
                continue;

            entry.IsListed = false;
            _depth--;
            return true;
        }

        return false;
    }

    private WorkItem<TKey> Start(QueueEntry<TKey> entry)
    {
        entry.IsDirty = false;
        entry.IsProcessing = true;
        entry.TakenAt = _time.GetTimestamp();
        _running.Add(entry);
        _instruments?.Taken(_time.GetElapsedTime(entry.AddedAt, entry.TakenAt));
        return new WorkItem<TKey>(entry.Key, entry.Priority);
    }

    private async Task<WorkItem<TKey>?> WaitAsync(LinkedListNode<TaskCompletionSource<WorkItem<TKey>?>> taker, CancellationToken cancellationToken)
    {
        await using var registration = cancellationToken.UnsafeRegister(
            (_, token) =>
            {
                if (!taker.Value.TrySetCanceled(token))
                    return;
                lock (_lock)
                {
                    if (taker.List is not null)
                        _takers.Remove(taker);
                }
            },
            state: null);
        return await taker.Value.Task;
    }

    private void OnTimer()
    {
        lock (_lock)
        {
            _timerDue = null;
            if (_shutDown)
                return;

            var now = _time.GetTimestamp();
            while (_delayed.TakeDue(now) is { } entry)
                MarkDirty(entry, entry.Priority);
            ArmTimer();
        }
    }

    private void ArmTimer()
    {
        if (_delayed.NextDue() is not { } due || due >= _timerDue)
            return;

        _timerDue = due;
        var left = _time.GetElapsedTime(_time.GetTimestamp(), due);
        // Timers count whole milliseconds; rounding down would wake up just before the time and spin.
        var wait = TimeSpan.FromMilliseconds(Math.Ceiling(Math.Max(0, left.TotalMilliseconds)));
        _timer.Change(wait < LongestTimer ? wait : LongestTimer, Timeout.InfiniteTimeSpan);
    }

    private long ToTimestamp(TimeSpan delay)
    {
        var ticks = delay.TotalSeconds * _time.TimestampFrequency;
        // Infinite delays exist ("never again, unless something happens") and must not overflow into the past.
        return ticks >= long.MaxValue / 4 ? long.MaxValue / 4 : (long)ticks;
    }
}

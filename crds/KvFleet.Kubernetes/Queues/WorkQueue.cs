namespace KvFleet.Kubernetes.Queues;

/// <inheritdoc cref="IWorkQueue{TKey}"/>
public sealed class WorkQueue<TKey> : IWorkQueue<TKey>, IQueueState, IDisposable
    where TKey : notnull
{
    private readonly Lock _lock = new();
    private readonly IRateLimiter<TKey> _limiter;
    private readonly WorkQueueMetrics? _metrics;
    private readonly QueueInstruments? _instruments;
    private readonly QueueBook<TKey> _book;
    private readonly QueueTimer _timer;
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
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
        _limiter = limiter ?? RateLimiters.ForController<TKey>(time);
        _book = new QueueBook<TKey>(time);
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
                return _book.Ready;
        }
    }

    long IQueueState.Adds => _book.Adds;

    long IQueueState.RateLimitedAdds => Interlocked.Read(ref _rateLimitedAdds);

    /// <inheritdoc/>
    public void Add(TKey key, WorkPriority priority = WorkPriority.Normal)
    {
        lock (_lock)
        {
            if (!_shutDown)
                _book.Add(key, priority);
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
            _book.AddAt(key, _timer.After(delay), priority);
            _timer.Arm(_book.NextDue);
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
            entry = _book.Take();
            if (entry is null)
                taker = _book.Takers.Add();
        }

        return entry is null ? new(WaitAsync(taker!, cancellationToken)) : new(Taken(entry));
    }

    /// <inheritdoc/>
    public void Done(TKey key)
    {
        TimeSpan? worked;
        lock (_lock)
        {
            worked = _book.Finish(key, _shutDown);
            if (_shutDown && _book.IsIdle)
                _drained.TrySetResult();
        }

        if (worked is { } took)
            _instruments?.Finished(took);
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
            _book.Clear();
            _timer.Disarm();
            _book.Takers.SendHome();
            if (_book.IsIdle)
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
            return _book.RunningSeconds();
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
                    _book.Takers.Remove(taker);
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
            _book.AddDue();
            _timer.Arm(_book.NextDue);
        }
    }
}

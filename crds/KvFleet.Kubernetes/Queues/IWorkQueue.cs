namespace KvFleet.Kubernetes.Queues;

/// <summary>
/// A set of keys that wait to be worked on. It carries keys only, never objects: whoever takes a key reads the
/// newest state then, so a hundred changes of one object while a worker is busy are one more run, not a hundred.
/// </summary>
/// <remarks>
/// A key is at most once in the queue and never handed out twice at the same time; added while it is being worked on,
/// it is handed out again afterwards. It has at most one due time, the earliest asked for; taking it uses that up, so the
/// worker's result alone decides about the next run. All members are safe to call from any thread.
/// </remarks>
/// <typeparam name="TKey">The key's type; compared by equality.</typeparam>
public interface IWorkQueue<TKey>
    where TKey : notnull
{
    /// <summary>The name that metrics carry.</summary>
    string Name { get; }

    /// <summary>How many keys could be taken right now (not those that wait for their time or are being worked on).</summary>
    int Depth { get; }

    /// <summary>Makes <paramref name="key"/> due now. A key that waits already keeps its place; the higher priority wins.</summary>
    void Add(TKey key, WorkPriority priority = WorkPriority.Normal);

    /// <summary>Makes <paramref name="key"/> due after <paramref name="delay"/>, unless it is due earlier anyway.</summary>
    void AddAfter(TKey key, TimeSpan delay, WorkPriority priority = WorkPriority.Normal);

    /// <summary>Makes <paramref name="key"/> due after the time that the rate limiter wants between its failures.</summary>
    /// <returns>The delay chosen.</returns>
    TimeSpan AddRateLimited(TKey key, WorkPriority priority = WorkPriority.Normal);

    /// <summary>Waits for a key. Null: the queue is shut down and the worker should end.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled; no key was taken.</exception>
    ValueTask<WorkItem<TKey>?> TakeAsync(CancellationToken cancellationToken);

    /// <summary>Ends the work on <paramref name="key"/>. Call it in a <c>finally</c>: a key that is never done is never handed out again.</summary>
    void Done(TKey key);

    /// <summary>Forgets the failures of <paramref name="key"/>: its next retry comes quickly. Call it on success.</summary>
    void Forget(TKey key);

    /// <summary>How often <paramref name="key"/> was added rate limited since it was last forgotten.</summary>
    int Retries(TKey key);

    /// <summary>
    /// Ends the queue: adds are ignored, keys not begun are dropped (the next start lists everything anyway), takers get null.
    /// Work under way goes on.
    /// </summary>
    void ShutDown();

    /// <summary>Shuts down, then waits until nothing is being worked on.</summary>
    Task ShutDownWithDrainAsync(CancellationToken cancellationToken);
}

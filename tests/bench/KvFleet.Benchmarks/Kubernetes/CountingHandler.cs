using KvFleet.Kubernetes;
using KvFleet.Kubernetes.Informers;
using KvFleet.Kubernetes.Models;
using KvFleet.Kubernetes.Queues;

namespace KvFleet.Benchmarks.Kubernetes;

/// <summary>What a controller does with a change: its key goes into a queue, and a worker takes it out.</summary>
internal sealed class CountingHandler : IInformerHandler<V1Pod>, IDisposable
{
    private readonly WorkQueue<ObjectKey> _queue = new("bench", TimeProvider.System);
    private long _changes;

    internal CountingHandler() => _ = WorkAsync();

    internal long Changes => Interlocked.Read(ref _changes);

    /// <inheritdoc/>
    public void OnAdded(V1Pod entity, bool isInitial) => _queue.Add(ObjectKey.Of(entity), isInitial ? WorkPriority.Low : WorkPriority.Normal);

    /// <inheritdoc/>
    public void OnUpdated(V1Pod oldEntity, V1Pod newEntity)
    {
        _queue.Add(ObjectKey.Of(newEntity));
        Interlocked.Increment(ref _changes);
    }

    /// <inheritdoc/>
    public void OnDeleted(V1Pod entity) => _queue.Add(ObjectKey.Of(entity));

    /// <inheritdoc/>
    public void Dispose() => _queue.Dispose();

    private async Task WorkAsync()
    {
        while (await _queue.TakeAsync(CancellationToken.None) is { } item)
            _queue.Done(item.Key);
    }
}

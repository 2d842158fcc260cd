using KvFleet.Kubernetes.Informers;
using KvFleet.Kubernetes.Queues;
using Microsoft.Extensions.Logging;

namespace KvFleet.Kubernetes.Controllers;

/// <summary>Maps the changes of a kind to keys.</summary>
/// <param name="informer">Follows the kind.</param>
/// <param name="map">The keys that an object concerns. Called for the old and the new state: who lost the object must hear of it, too.</param>
/// <param name="changed">Whether an update matters; null for every one. Resyncs always pass.</param>
/// <param name="onGone">Hears of each incarnation that is gone, before its keys are queued.</param>
/// <param name="logger">The log.</param>
internal sealed partial class InformerSource<TSource>(
    IInformer<TSource> informer,
    Func<TSource, IEnumerable<ObjectKey>> map,
    Func<TSource, TSource, bool>? changed,
    Action<TSource>? onGone,
    ILogger logger) : IControllerSource
    where TSource : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly Action<TSource>? _onGone = onGone;

    public IDisposable Start(IKeySink sink) => informer.AddHandler(new Handler(this, sink));

    private IEnumerable<ObjectKey> Map(TSource entity)
    {
        try
        {
            return [.. map(entity)];
        }
        catch (Exception e)
        {
            // The mapping is a controller's code, the caller is the informer that everybody shares.
            LogMappingFailed(typeof(TSource).Name, ObjectKey.Of(entity), e);
            return [];
        }
    }

    private bool Matters(TSource oldEntity, TSource newEntity)
    {
        try
        {
            return changed is null || changed(oldEntity, newEntity);
        }
        catch (Exception e)
        {
            LogMappingFailed(typeof(TSource).Name, ObjectKey.Of(newEntity), e);
            return true;
        }
    }

    [LoggerMessage(110, LogLevel.Error, "A watch's filter or mapping failed for {Kind} {Key}")]
    private partial void LogMappingFailed(string kind, ObjectKey key, Exception exception);

    private sealed class Handler(InformerSource<TSource> source, IKeySink sink) : IInformerHandler<TSource>
    {
        public void OnAdded(TSource entity, bool isInitial) =>
            Enqueue(source.Map(entity), isInitial ? WorkPriority.Low : WorkPriority.Normal);

        public void OnUpdated(TSource oldEntity, TSource newEntity)
        {
            if (ReferenceEquals(oldEntity, newEntity))
            {
                Enqueue(source.Map(newEntity), WorkPriority.Low);
                return;
            }

            if (!source.Matters(oldEntity, newEntity))
                return;

            // Each key once: a worker that waits takes the first at once, and a second would make it run again for nothing.
            Enqueue(source.Map(oldEntity).Union(source.Map(newEntity)), WorkPriority.Normal);
        }

        public void OnDeleted(TSource entity)
        {
            source._onGone?.Invoke(entity);
            Enqueue(source.Map(entity), WorkPriority.Normal);
        }

        private void Enqueue(IEnumerable<ObjectKey> keys, WorkPriority priority)
        {
            foreach (var key in keys)
                sink.Enqueue(key, priority);
        }
    }
}

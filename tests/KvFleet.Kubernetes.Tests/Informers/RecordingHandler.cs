using System.Collections.Concurrent;
using KvFleet.Kubernetes.Informers;
using KvFleet.Kubernetes.Tests.Metadata;

namespace KvFleet.Kubernetes.Tests.Informers;

/// <summary>Writes down what it is told.</summary>
internal sealed class RecordingHandler : IInformerHandler<SampleEntity>
{
    private readonly ConcurrentQueue<string> _told = new();

    public IReadOnlyCollection<string> Told => _told;

    public void OnAdded(SampleEntity entity, bool isInitial) => _told.Enqueue($"{(isInitial ? "initial" : "added")} {entity.Name()}={entity.Spec.Size}");

    public void OnUpdated(SampleEntity oldEntity, SampleEntity newEntity) =>
        _told.Enqueue(ReferenceEquals(oldEntity, newEntity) ? $"resync {newEntity.Name()}" : $"updated {newEntity.Name()}={oldEntity.Spec.Size}>{newEntity.Spec.Size}");

    public void OnDeleted(SampleEntity entity) => _told.Enqueue($"deleted {entity.Name()}={entity.Spec.Size}");
}

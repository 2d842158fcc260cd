using System.Collections.Concurrent;
using KvFleet.Kubernetes.Contract.Tests.Widgets;
using KvFleet.Kubernetes.Informers;

namespace KvFleet.Kubernetes.Contract.Tests.Informers;

/// <summary>Writes down what it hears.</summary>
internal sealed class RecordingHandler : IInformerHandler<Widget>
{
    private readonly ConcurrentQueue<HeardChange> _heard = new();

    public IReadOnlyCollection<HeardChange> Heard => _heard;

    public void OnAdded(Widget entity, bool isInitial) => _heard.Enqueue(new HeardChange(HeardKind.Added, null, entity));

    public void OnUpdated(Widget oldEntity, Widget newEntity) => _heard.Enqueue(new HeardChange(HeardKind.Updated, oldEntity, newEntity));

    public void OnDeleted(Widget entity) => _heard.Enqueue(new HeardChange(HeardKind.Deleted, null, entity));
}

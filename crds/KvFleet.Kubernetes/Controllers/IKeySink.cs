using KvFleet.Kubernetes.Queues;

namespace KvFleet.Kubernetes.Controllers;

/// <summary>Takes the keys that sources find.</summary>
internal interface IKeySink
{
    void Enqueue(ObjectKey key, WorkPriority priority);
}

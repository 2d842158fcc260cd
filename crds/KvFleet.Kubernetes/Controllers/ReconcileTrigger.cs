using KvFleet.Kubernetes.Queues;

namespace KvFleet.Kubernetes.Controllers;

/// <summary>Hands keys to the host of a controller.</summary>
/// <param name="host">Finds the host; late, because the host needs the controller, which may need its own trigger.</param>
internal sealed class ReconcileTrigger<TController>(Lazy<ControllerHost> host) : IReconcileTrigger<TController>
{
    public void Enqueue(ObjectKey key) => host.Value.Enqueue(key, WorkPriority.Normal);

    public void EnqueueAfter(ObjectKey key, TimeSpan delay) => host.Value.Enqueue(key, delay, WorkPriority.Normal);
}

using System.Collections.Concurrent;
using KvFleet.Kubernetes.Controllers;

namespace KvFleet.Kubernetes.Tests.Hosting;

/// <summary>A controller of keys that notes them.</summary>
public sealed class PodCountController : IKeyController
{
    public ConcurrentQueue<ObjectKey> Runs { get; } = new();

    public Task<ReconciliationResult> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        Runs.Enqueue(key);
        return Task.FromResult(ReconciliationResult.Success());
    }
}

using System.Collections.Concurrent;
using KvFleet.Kubernetes.Controllers;
using KvFleet.Kubernetes.Tests.Metadata;

namespace KvFleet.Kubernetes.Tests.Controllers;

/// <summary>Notes what it is called for, and answers as told.</summary>
public sealed class RecordingController : IEntityController<SampleEntity>
{
    public ConcurrentQueue<string> Calls { get; } = new();

    public Func<SampleEntity, CancellationToken, Task<ReconciliationResult<SampleEntity>>> OnReconcile { get; set; } =
        (entity, _) => Task.FromResult(ReconciliationResult<SampleEntity>.Success(entity));

    public Func<SampleEntity, ReconciliationResult<SampleEntity>> OnDeleted { get; set; } = entity => ReconciliationResult<SampleEntity>.Success(entity);

    public Task<ReconciliationResult<SampleEntity>> ReconcileAsync(SampleEntity entity, CancellationToken cancellationToken)
    {
        Calls.Enqueue($"reconcile {entity.Name()} {entity.Uid()} [{string.Join(',', entity.Metadata.Finalizers ?? [])}]");
        return OnReconcile(entity, cancellationToken);
    }

    public Task<ReconciliationResult<SampleEntity>> DeletedAsync(SampleEntity entity, CancellationToken cancellationToken)
    {
        Calls.Enqueue($"deleted {entity.Name()} {entity.Uid()}");
        return Task.FromResult(OnDeleted(entity));
    }
}

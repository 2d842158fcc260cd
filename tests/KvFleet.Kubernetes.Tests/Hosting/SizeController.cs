using KvFleet.Kubernetes.Conditions;
using KvFleet.Kubernetes.Controllers;
using KvFleet.Kubernetes.Events;
using KvFleet.Kubernetes.Finalizers;
using KvFleet.Kubernetes.Tests.Metadata;

namespace KvFleet.Kubernetes.Tests.Hosting;

/// <summary>A controller as one would write it: observes the size, says so in status and event, cleans up.</summary>
public sealed class SizeController(IStatusWriter status, IEventRecorder events, TimeProvider time)
    : IEntityController<SampleEntity>, IEntityFinalizer<SampleEntity>
{
    private int _runs;
    private int _finalized;

    public int Runs => Volatile.Read(ref _runs);

    public int Finalized => Volatile.Read(ref _finalized);

    /// <summary>Runs between reading and writing.</summary>
    public Action Meanwhile { get; set; } = static () => { };

    public async Task<ReconciliationResult<SampleEntity>> ReconcileAsync(SampleEntity entity, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _runs);
        Meanwhile();
        if (entity.Spec.Size < 0)
            return ReconciliationResult<SampleEntity>.Terminal(entity, "the size is negative");

        var generation = entity.Metadata.Generation;
        await status.UpdateAsync(
            entity,
            e =>
            {
                e.Status.Observed = entity.Spec.Size;
                (e.Status.Conditions ??= []).Set("Ready", ConditionStatus.True, "Observed", $"size {entity.Spec.Size}", generation, time.GetUtcNow());
            },
            cancellationToken);
        events.Record(entity, EventType.Normal, "Observed", $"size {entity.Spec.Size}", "Observe");
        return ReconciliationResult<SampleEntity>.Success(entity);
    }

    public Task<ReconciliationResult<SampleEntity>> DeletedAsync(SampleEntity entity, CancellationToken cancellationToken) =>
        Task.FromResult(ReconciliationResult<SampleEntity>.Success(entity));

    public Task<ReconciliationResult<SampleEntity>> FinalizeAsync(SampleEntity entity, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _finalized);
        return Task.FromResult(ReconciliationResult<SampleEntity>.Success(entity));
    }
}

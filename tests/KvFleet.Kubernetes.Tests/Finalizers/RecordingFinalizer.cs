using KvFleet.Kubernetes.Controllers;
using KvFleet.Kubernetes.Finalizers;
using KvFleet.Kubernetes.Tests.Metadata;

namespace KvFleet.Kubernetes.Tests.Finalizers;

/// <summary>Counts its calls, and answers as told.</summary>
public sealed class RecordingFinalizer : IEntityFinalizer<SampleEntity>
{
    public int Calls { get; private set; }

    public Func<SampleEntity, ReconciliationResult<SampleEntity>> OnFinalize { get; set; } = entity => ReconciliationResult<SampleEntity>.Success(entity);

    public Task<ReconciliationResult<SampleEntity>> FinalizeAsync(SampleEntity entity, CancellationToken cancellationToken)
    {
        Calls++;
        return Task.FromResult(OnFinalize(entity));
    }
}

using KvFleet.Kubernetes.Controllers;
using KvFleet.Kubernetes.Tests.Metadata;

namespace KvFleet.Kubernetes.Tests.Hosting;

/// <summary>Its runs last until they are released, or until they are cancelled if they listen to that.</summary>
public sealed class BlockingController : IEntityController<SampleEntity>
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IgnoresCancellation { get; set; }

    public Task Begun => _begun.Task;

    public bool WasCancelled { get; private set; }

    public int Ended { get; private set; }

    public void Release() => _release.TrySetResult();

    public async Task<ReconciliationResult<SampleEntity>> ReconcileAsync(SampleEntity entity, CancellationToken cancellationToken)
    {
        _begun.TrySetResult();
        try
        {
            await _release.Task.WaitAsync(IgnoresCancellation ? CancellationToken.None : cancellationToken);
        }
        catch (OperationCanceledException)
        {
            WasCancelled = true;
            throw;
        }
        finally
        {
            Ended++;
        }

        return ReconciliationResult<SampleEntity>.Success(entity);
    }

    public Task<ReconciliationResult<SampleEntity>> DeletedAsync(SampleEntity entity, CancellationToken cancellationToken) =>
        Task.FromResult(ReconciliationResult<SampleEntity>.Success(entity));
}

namespace KvFleet.Kubernetes.LeaderElection;

/// <summary>Makes the elector when it is first needed: only then can the namespace be asked for.</summary>
/// <param name="createElector">Makes the elector; null where there is no election, and every process leads.</param>
internal sealed class Leadership(Func<CancellationToken, Task<LeaderElector>>? createElector) : ILeadership
{
    private volatile LeaderElector? _elector;

    public bool IsLeader => createElector is null || _elector is { IsLeader: true };

    public string CurrentLeader => _elector?.CurrentLeader ?? string.Empty;

    public string? Check() => _elector?.Check();

    public async Task AcquireAsync(CancellationToken cancellationToken)
    {
        if (createElector is null)
            return;
        _elector = await createElector(cancellationToken);
        await _elector.AcquireAsync(cancellationToken);
    }

    /// <summary>Returns when leadership is lost; without election never.</summary>
    public Task HoldAsync(CancellationToken cancellationToken) =>
        _elector?.HoldAsync(cancellationToken) ?? Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);

    public Task ReleaseAsync(CancellationToken cancellationToken) => _elector?.ReleaseAsync(cancellationToken) ?? Task.CompletedTask;
}

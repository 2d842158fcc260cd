namespace KvFleet.Kubernetes.Hosting;

/// <summary>An informer, whatever its kind.</summary>
internal interface ICache
{
    /// <summary>The resource with its group, for example <c>pods</c>.</summary>
    string Name { get; }

    bool HasSynced { get; }

    string? LastError { get; }

    Task RunAsync(CancellationToken cancellationToken);

    Task WaitForSyncAsync(CancellationToken cancellationToken);
}

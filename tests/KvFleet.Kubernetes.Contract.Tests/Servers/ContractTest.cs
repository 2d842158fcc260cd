using KvFleet.Kubernetes.Client;

namespace KvFleet.Kubernetes.Contract.Tests.Servers;

/// <summary>What cases have in common: they open a server, and it is closed after them.</summary>
public abstract class ContractTest(ServerPool pool) : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private readonly List<ContractServer> _opened = [];

    private protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var server in _opened)
            await server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected async Task<ContractServer> OpenAsync(ServerKind kind, string? version = null) => Keep(await pool.OpenAsync(kind, version, Stop));

    private protected async Task<ContractServer> OpenOwnAsync(ServerKind kind) => Keep(await ServerPool.OpenOwnAsync(kind, Stop));

    private protected static async Task<KubernetesApiException> RefusedAsync(Func<Task> call) => await Should.ThrowAsync<KubernetesApiException>(call);

    /// <summary>Waits for what others do; the limit ends a hanging case with a message.</summary>
    private protected static async Task EventuallyAsync(Func<bool> condition, string what, Func<Task>? attempt = null, TimeSpan? limit = null)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(started) > (limit ?? Limit))
                throw new TimeoutException("It never came to be: " + what);
            if (attempt is not null)
                await attempt();
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Stop);
        }
    }

    private ContractServer Keep(ContractServer server)
    {
        _opened.Add(server);
        return server;
    }
}

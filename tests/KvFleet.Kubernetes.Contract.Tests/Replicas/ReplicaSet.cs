using System.Collections.Concurrent;
using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Contract.Tests.Servers;
using KvFleet.Kubernetes.Models;
using KvFleet.Testing;

namespace KvFleet.Kubernetes.Contract.Tests.Replicas;

/// <summary>Replicas of one operator, and what the server sees of their work.</summary>
internal sealed class ReplicaSet : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kvfleet-replicas-");
    private readonly List<ReplicaProcess> _replicas = [];
    private readonly ConcurrentQueue<string> _writers = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly ContractServer _server;
    private readonly LeaseTimes _times;
    private readonly Task _watching;

    public ReplicaSet(ContractServer server, LeaseTimes times)
    {
        (_server, _times) = (server, times);
        _watching = WatchAsync(_stop.Token);
    }

    /// <summary>All pieces of work of all replicas.</summary>
    public IReadOnlyList<WorkRecord> Records => [.. _replicas.SelectMany(r => r.Records)];

    /// <summary>Whose writes reached the server, in order, as <see cref="WorkRecord.Turns"/>.</summary>
    public string Writers => string.Join(' ', _writers);

    public string Logs => string.Join("\n\n", _replicas.Select(r => $"{r.Identity}:\n{r.LogTail}"));

    public ReplicaProcess this[string identity] => _replicas.Single(r => r.Identity == identity);

    public ReplicaProcess Start(string identity)
    {
        var replica = new ReplicaProcess(identity, _folder.FullName, _server.KubeConfigPath!, _server.Namespace, _times);
        _replicas.Add(replica);
        return replica;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        foreach (var replica in _replicas)
            replica.Dispose();
        _stop.Dispose();
        _folder.Delete(recursive: true);
    }

    // Every version of the ConfigMap in its order, so every write that the server took.
    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        string? from = null;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                var request = new WatchRequest { Namespace = _server.Namespace, FieldSelector = "metadata.name=work", ResourceVersion = from, Timeout = TimeSpan.FromMinutes(10) };
                await foreach (var (type, map) in _server.Client.WatchAsync<V1ConfigMap>(request, cancellationToken))
                {
                    from = map.ResourceVersion();
                    if (type != WatchEventType.Bookmark && map.Data?.TryGetValue("by", out var by) == true && !by.Equals(_writers.LastOrDefault(), StringComparison.Ordinal))
                        _writers.Enqueue(by);
                }
            }
            catch (Exception) when (!cancellationToken.IsCancellationRequested)
            {
                // The server may be away; what was written meanwhile is told by the next watch.
                await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, CancellationToken.None);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }
}

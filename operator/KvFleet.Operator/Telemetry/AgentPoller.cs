using System.Threading.Channels;
using KvFleet.Kubernetes;
using KvFleet.Kubernetes.Informers;
using KvFleet.Kubernetes.LeaderElection;
using KvFleet.Kubernetes.Models;
using KvFleet.Operator.Diagnostics;
using KvFleet.Operator.Inventory;
using KvFleet.Operator.Options;
using KvFleet.Operator.Security;
using Microsoft.Extensions.Options;

namespace KvFleet.Operator.Telemetry;

/// <summary>Keeps one session with every agent pod. Only the leader asks.</summary>
internal sealed class AgentPoller(
    IInformer<V1Pod> pods,
    IAgentReportClient client,
    ReportStore reports,
    AgentTrust trust,
    OperatorNamespace @namespace,
    IOptions<OperatorOptions> options,
    OperatorMetrics metrics,
    TimeProvider time) : ILeaderService, IInformerHandler<V1Pod>
{
    private static readonly TimeSpan ShortWait = TimeSpan.FromSeconds(5);

    private readonly Channel<(string Uid, AgentEndpoint? Endpoint)> _changes = Channel.CreateUnbounded<(string, AgentEndpoint?)>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Dictionary<string, (AgentEndpoint Endpoint, CancellationTokenSource Stop, Task Loop)> _sessions = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // Without authorities nobody can be trusted; they come with the first run of the controller that keeps them.
        while (!trust.IsReady)
            await Task.Delay(TimeSpan.FromMilliseconds(100), time, cancellationToken);

        var settings = options.Value.Telemetry;
        using var gate = new SemaphoreSlim(settings.MaxConcurrent);
        using var registration = pods.AddHandler(this);
        try
        {
            await foreach (var (uid, endpoint) in _changes.Reader.ReadAllAsync(cancellationToken))
                await ChangeAsync(uid, endpoint, gate, settings, cancellationToken);
        }
        finally
        {
            foreach (var uid in _sessions.Keys.ToList())
                await EndAsync(uid);
        }
    }

    /// <inheritdoc/>
    public void OnAdded(V1Pod entity, bool isInitial) => Tell(entity, AgentEndpoint.Of(entity));

    /// <inheritdoc/>
    public void OnUpdated(V1Pod oldEntity, V1Pod newEntity) => Tell(newEntity, AgentEndpoint.Of(newEntity));

    /// <inheritdoc/>
    public void OnDeleted(V1Pod entity) => Tell(entity, endpoint: null);

    private void Tell(V1Pod pod, AgentEndpoint? endpoint)
    {
        if (AgentDirectory.IsAgent(pod, @namespace.Value))
            _changes.Writer.TryWrite((pod.Uid(), endpoint));
    }

    private async Task ChangeAsync(string uid, AgentEndpoint? endpoint, SemaphoreSlim gate, TelemetryOptions settings, CancellationToken cancellationToken)
    {
        if (_sessions.TryGetValue(uid, out var running))
        {
            if (running.Endpoint == endpoint)
                return;
            await EndAsync(uid);
            if (endpoint is null)
                reports.Forget(running.Endpoint.Node, running.Endpoint.PodName);
        }

        if (endpoint is null)
            return;
        var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var session = new AgentSession(
            endpoint, client, reports, gate, () => _sessions.Count <= settings.MaxConcurrent ? TimeSpan.FromSeconds(settings.WaitSeconds) : ShortWait, metrics, time);
        _sessions[uid] = (endpoint, stop, Task.Run(() => session.RunAsync(stop.Token), CancellationToken.None));
    }

    private async Task EndAsync(string uid)
    {
        if (!_sessions.Remove(uid, out var session))
            return;
        await session.Stop.CancelAsync();
        await session.Loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        session.Stop.Dispose();
    }
}

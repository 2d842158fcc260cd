using KvFleet.Kubernetes;
using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Controllers;
using KvFleet.Kubernetes.LeaderElection;
using KvFleet.Operator.Controllers;
using KvFleet.Operator.Options;
using KvFleet.Prometheus.Parsing;
using Microsoft.Extensions.Options;

namespace KvFleet.Operator.Exporters;

/// <summary>Asks every node's exporter in turn. Only the leader does. An exporter that is missing or silent is no trouble: its node is planned with what else is known.</summary>
internal sealed partial class ExporterScraper(
    ExporterDirectory directory,
    IExporterClient client,
    ExporterBook book,
    IReconcileTrigger<FleetController> fleet,
    IReconcileTrigger<NodeStatusController> nodes,
    IOptions<OperatorOptions> options,
    TimeProvider time,
    ILogger<ExporterScraper> logger) : ILeaderService
{
    private const int Concurrent = 32;
    private static readonly TimeSpan FindEvery = TimeSpan.FromMinutes(1);
    private readonly HashSet<string> _silent = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<ExporterTarget> targets = [];
        DateTimeOffset? found = null;
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.Value.Telemetry.ExporterSeconds), time);
        do
        {
            if (found is null || time.GetUtcNow() - found >= FindEvery)
            {
                targets = await FindAsync(targets, cancellationToken);
                found = time.GetUtcNow();
            }

            await Parallel.ForEachAsync(targets, new ParallelOptions { MaxDegreeOfParallelism = Concurrent, CancellationToken = cancellationToken }, AskAsync);
            foreach (var node in book.Expire())
                Tell(node);
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    private async Task<IReadOnlyList<ExporterTarget>> FindAsync(IReadOnlyList<ExporterTarget> before, CancellationToken cancellationToken)
    {
        try
        {
            return await directory.FindAsync(cancellationToken);
        }
        catch (Exception e) when (e is KubernetesApiException or HttpRequestException or TimeoutException or IOException)
        {
            LogNotFound(e.Message);
            return before;
        }
    }

    private async ValueTask AskAsync(ExporterTarget target, CancellationToken cancellationToken)
    {
        try
        {
            var page = await client.GetAsync(target.Address, cancellationToken);
            if (book.Accept(target.Node, ExporterPage.Read(page.Span)))
                Tell(target.Node);
            Note(target, problem: null);
        }
        catch (Exception e) when (e is HttpRequestException or ExpositionException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            Note(target, e.Message);
        }
    }

    private void Tell(string node)
    {
        fleet.Enqueue(FleetController.Key);
        nodes.Enqueue(new ObjectKey(null, node));
    }

    /// <summary>Says once that an exporter does not answer, and once that it does again.</summary>
    private void Note(ExporterTarget target, string? problem)
    {
        lock (_silent)
        {
            if (problem is not null && _silent.Add(target.Node))
                LogSilent(target.Address, target.Node, problem);
            else if (problem is null && _silent.Remove(target.Node))
                LogBack(target.Address, target.Node);
        }
    }

    [LoggerMessage(2601, LogLevel.Warning, "The exporter {Address} of node {Node} does not answer as it should: {Problem}")]
    private partial void LogSilent(Uri address, string node, string problem);

    [LoggerMessage(2602, LogLevel.Information, "The exporter {Address} of node {Node} answers again")]
    private partial void LogBack(Uri address, string node);

    [LoggerMessage(2603, LogLevel.Warning, "Exporters could not be looked for; those known are asked: {Problem}")]
    private partial void LogNotFound(string problem);
}

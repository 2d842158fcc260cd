using System.Text.Json;
using KvFleet.Operator.Diagnostics;

namespace KvFleet.Operator.Telemetry;

/// <summary>Asks one agent again and again, for as long as its pod lives.</summary>
/// <param name="endpoint">The agent.</param>
/// <param name="client">How to ask.</param>
/// <param name="reports">Where the answers go.</param>
/// <param name="gate">Bounds how many are asked at once.</param>
/// <param name="wait">How long the agent may hold a request.</param>
/// <param name="metrics">Counts.</param>
/// <param name="time">The clock.</param>
internal sealed class AgentSession(
    AgentEndpoint endpoint, IAgentReportClient client, ReportStore reports, SemaphoreSlim gate, Func<TimeSpan> wait, OperatorMetrics metrics, TimeProvider time)
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(10);

    // An agent that answers at once with nothing new would be asked in a hot loop.
    private static readonly TimeSpan Breath = TimeSpan.FromSeconds(1);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        reports.Expect(endpoint.Node, endpoint.PodName);
        var since = 0L;
        var delay = FirstDelay;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                var started = time.GetTimestamp();
                var sequence = await AskAsync(since, cancellationToken);
                var idle = sequence == since && time.GetElapsedTime(started) < Breath;
                since = sequence;
                delay = FirstDelay;
                if (idle)
                    await Task.Delay(Breath, time, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error) when (error is HttpRequestException or TimeoutException or JsonException or IOException or UnauthorizedAccessException)
            {
                metrics.Asked(answered: false);
                reports.Fail(endpoint.Node, endpoint.PodName, Words(error));

                // A restarted agent counts from the beginning again.
                since = 0;
                await Task.Delay(delay * (1 + (0.2 * Random.Shared.NextDouble())), time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay;
            }
        }
    }

    private async Task<long> AskAsync(long since, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            var report = await client.GetAsync(endpoint.Address, since, since == 0 ? TimeSpan.Zero : wait(), cancellationToken);
            if (report.NodeName != endpoint.Node)
                throw new JsonException($"the pod is on node {endpoint.Node}, but its agent reports for {report.NodeName}");
            metrics.Asked(answered: true);
            reports.Accept(endpoint.PodName, report);
            return report.Sequence;
        }
        finally
        {
            gate.Release();
        }
    }

    // The innermost message has the cause: "The SSL connection could not be established" helps nobody.
    private static string Words(Exception error)
    {
        while (error is not TimeoutException && error.InnerException is { } inner)
            error = inner;
        return error.Message.TrimEnd('.');
    }
}

using System.Net;

namespace KvFleet.Benchmarks.Processes;

/// <summary>What an idle process still hears of: probes and Prometheus. First in quick succession until all its code has run, then at the pace of a cluster.</summary>
internal static class IdleVisits
{
    private const int WarmingRounds = 60;
    private const int QuietRounds = 12;
    private static readonly TimeSpan WarmingPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan QuietPause = TimeSpan.FromSeconds(5);

    /// <summary>Asks every address in every round.</summary>
    /// <param name="http">How to ask.</param>
    /// <param name="addresses">What to ask.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InvalidOperationException">In the end something does not answer 200: the figures would mean nothing.</exception>
    public static async Task MakeAsync(HttpClient http, IReadOnlyList<string> addresses, CancellationToken cancellationToken)
    {
        await VisitAsync(http, addresses, WarmingRounds, WarmingPause, cancellationToken);
        await VisitAsync(http, addresses, QuietRounds, QuietPause, cancellationToken);
    }

    private static async Task VisitAsync(HttpClient http, IReadOnlyList<string> addresses, int rounds, TimeSpan pause, CancellationToken cancellationToken)
    {
        for (var round = 0; round < rounds;)
        {
            try
            {
                foreach (var address in addresses)
                {
                    using var answer = await http.GetAsync(new Uri(address), cancellationToken);
                    var text = await answer.Content.ReadAsStringAsync(cancellationToken);
                    if (round == rounds - 1 && answer.StatusCode != HttpStatusCode.OK)
                        throw new InvalidOperationException($"{address} answered {answer.StatusCode}: {text}");
                }

                round++;
            }
            catch (HttpRequestException)
            {
                // It is still starting.
            }

            await Task.Delay(pause, TimeProvider.System, cancellationToken);
        }
    }
}

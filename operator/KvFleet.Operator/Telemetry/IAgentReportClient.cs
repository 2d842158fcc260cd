using System.Net;
using KvFleet.Api.Reports;

namespace KvFleet.Operator.Telemetry;

/// <summary>Asks one agent for its report.</summary>
public interface IAgentReportClient
{
    /// <summary>Asks. The agent answers when something changed after a sequence number, or after a while.</summary>
    /// <param name="address">The agent pod's address.</param>
    /// <param name="since">The last sequence number that is known; 0 for an answer at once.</param>
    /// <param name="wait">How long the agent may wait.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="HttpRequestException">It could not be reached, was not trusted, or refused.</exception>
    /// <exception cref="TimeoutException">It did not answer in time.</exception>
    /// <exception cref="System.Text.Json.JsonException">It answered nonsense.</exception>
    Task<AgentReport> GetAsync(IPAddress address, long since, TimeSpan wait, CancellationToken cancellationToken);

    /// <summary>Hands over what a pool is served with over the Redis protocol.</summary>
    /// <param name="address">The agent pod's address.</param>
    /// <param name="poolUid">The pool.</param>
    /// <param name="credentials">Password and certificate.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="HttpRequestException">It could not be reached, was not trusted, or refused.</exception>
    /// <exception cref="TimeoutException">It did not answer in time.</exception>
    Task PutRespAsync(IPAddress address, string poolUid, RespCredentials credentials, CancellationToken cancellationToken);
}

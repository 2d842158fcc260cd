using System.Net;
using KvFleet.Api.Reports;
using KvFleet.Operator.Telemetry;

namespace KvFleet.Benchmarks.Scale;

/// <summary>Agents without machines: each is well and holds nothing. Their node's number is in their address.</summary>
internal sealed class AnsweringAgents : IAgentReportClient
{
    /// <summary>The address of a node's agent.</summary>
    internal static IPAddress AddressOf(int node) => new([10, 200, (byte)(node / 250), (byte)((node % 250) + 1)]);

    /// <inheritdoc/>
    public async Task<AgentReport> GetAsync(IPAddress address, long since, TimeSpan wait, CancellationToken cancellationToken)
    {
        if (since > 0)
            await Task.Delay(wait, TimeProvider.System, cancellationToken);
        var bytes = address.GetAddressBytes();
        return new AgentReport
        {
            Sequence = 1,
            NodeName = ScaleFleet.NodeName((bytes[2] * 250) + bytes[3] - 1),
            BootId = "boot",
            AgentVersion = "0.1.0",
            StartedAt = DateTimeOffset.UnixEpoch,
            ReportedAt = TimeProvider.System.GetUtcNow(),
            NodeContainerConnected = true,
        };
    }

    /// <inheritdoc/>
    public Task PutRespAsync(IPAddress address, string poolUid, RespCredentials credentials, CancellationToken cancellationToken) => Task.CompletedTask;
}

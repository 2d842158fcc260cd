using System.Collections.Immutable;
using KvFleet.Api.Reports;

namespace KvFleet.Agent.Reconciliation;

/// <summary>The TCP ports of pools. On the loop.</summary>
internal interface IRespDoors
{
    /// <summary>Opens and closes ports, so that they are those of these pools.</summary>
    void Want(ImmutableArray<DesiredPool> pools);

    /// <summary>Time passed: tries again what failed.</summary>
    void Tick();

    /// <summary>How a pool is served; null when it is not to be.</summary>
    RespReport? Report(string poolUid);
}

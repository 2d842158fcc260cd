using KvFleet.Kubernetes.Controllers;
using KvFleet.Kubernetes.LeaderElection;
using KvFleet.Operator.Controllers;
using KvFleet.Operator.Telemetry;

namespace KvFleet.Operator.Hosting;

/// <summary>The first run of the controllers that have no object of their own: on an empty cluster nothing else would start them.</summary>
internal sealed class StartTriggers(ReportTriggers reports, IReconcileTrigger<AgentsController> agents, IReconcileTrigger<FleetController> fleet) : ILeaderService
{
    /// <inheritdoc/>
    public Task RunAsync(CancellationToken cancellationToken)
    {
        reports.Start();
        agents.Enqueue(AgentsController.Key);
        fleet.Enqueue(FleetController.Key);
        return Task.CompletedTask;
    }
}

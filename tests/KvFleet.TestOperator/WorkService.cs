using KvFleet.Kubernetes.Controllers;
using KvFleet.Kubernetes.LeaderElection;

namespace KvFleet.TestOperator;

/// <summary>Works without the API server.</summary>
internal sealed class WorkService(WorkPlace place, ILeadership leadership, IReconcileTrigger<WorkController> controller, TimeProvider time) : ILeaderService
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        controller.Enqueue(WorkController.Key);
        while (true)
        {
            // Work that nothing guards asks for itself, as ILeaderService says.
            var began = WorkPlace.Now();
            if (leadership.IsLeader)
                place.Record("service", began);
            await Task.Delay(TimeSpan.FromMilliseconds(5), time, cancellationToken);
        }
    }
}

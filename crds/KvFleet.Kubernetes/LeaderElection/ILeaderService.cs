namespace KvFleet.Kubernetes.LeaderElection;

/// <summary>Long-running work that only the leader does, besides controllers. Register it with <c>AddLeaderService</c>.</summary>
public interface ILeaderService
{
    /// <summary>Works until cancelled. When it throws it is started again after a while; when it returns it is done.</summary>
    /// <param name="cancellationToken">Cancelled at shutdown and at loss of leadership. Return soon then: a leader that does not end in time is killed.</param>
    Task RunAsync(CancellationToken cancellationToken);
}

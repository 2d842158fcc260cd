namespace KvFleet.Kubernetes.LeaderElection;

/// <summary>Who leads.</summary>
public interface ILeadership
{
    /// <summary>Whether this process may do the leader's work now. Without leader election always true.</summary>
    bool IsLeader { get; }

    /// <summary>Who holds the lease as far as is known; empty for nobody.</summary>
    string CurrentLeader { get; }
}

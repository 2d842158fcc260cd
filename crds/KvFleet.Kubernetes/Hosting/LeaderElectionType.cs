namespace KvFleet.Kubernetes.Hosting;

/// <summary>Whether replicas elect a leader.</summary>
public enum LeaderElectionType
{
    /// <summary>Every process does all the work. Only for a single replica that is never replaced by rolling.</summary>
    None,

    /// <summary>One lease decides who works.</summary>
    Single,
}

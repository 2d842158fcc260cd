namespace KvFleet.Operator.Faults;

/// <summary>What went wrong with the holders of one pool on one node.</summary>
public enum HolderFaultKind
{
    /// <summary>A ResourceQuota of the namespace refused the pod.</summary>
    QuotaExceeded,

    /// <summary>The API server refused the pod for another reason (a LimitRange, an admission policy, a missing PriorityClass).</summary>
    Refused,

    /// <summary>A pod that is not ours has the name.</summary>
    NameTaken,

    /// <summary>A pod that was there was taken away: evicted, preempted, deleted by hand, failed.</summary>
    Lost,
}

namespace KvFleet.Kubernetes.Queues;

/// <summary>What metrics ask a queue at scrape time.</summary>
internal interface IQueueState
{
    string Name { get; }

    int Depth { get; }

    /// <summary>How many keys became due since the queue was made; a key that waits already does not count again.</summary>
    long Adds { get; }

    /// <summary>How many rate limited adds there were.</summary>
    long RateLimitedAdds { get; }

    /// <summary>Sum and maximum, in seconds, of how long the keys being worked on have been so.</summary>
    (double Sum, double Longest) RunningSeconds();
}

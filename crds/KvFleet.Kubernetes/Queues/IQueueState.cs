namespace KvFleet.Kubernetes.Queues;

/// <summary>What metrics ask a queue at scrape time.</summary>
internal interface IQueueState
{
    string Name { get; }

    int Depth { get; }

    /// <summary>Sum and maximum, in seconds, of how long the keys being worked on have been so.</summary>
    (double Sum, double Longest) RunningSeconds();
}

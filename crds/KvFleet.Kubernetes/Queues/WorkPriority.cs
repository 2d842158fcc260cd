namespace KvFleet.Kubernetes.Queues;

/// <summary>Which of the waiting keys a queue hands out first.</summary>
public enum WorkPriority
{
    /// <summary>
    /// For what nobody waits for: the initial list after a start, periodic resyncs. Handed out only while nothing
    /// of <see cref="Normal"/> priority waits, so that a change made during a restart is not behind ten thousand old objects.
    /// </summary>
    Low,

    /// <summary>For everything that just happened.</summary>
    Normal,
}

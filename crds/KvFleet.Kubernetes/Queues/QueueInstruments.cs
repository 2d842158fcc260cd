using System.Diagnostics.Metrics;

namespace KvFleet.Kubernetes.Queues;

/// <summary>The instruments of one queue with its labels.</summary>
internal sealed class QueueInstruments(
    Counter<long> adds,
    Counter<long> retries,
    Histogram<double> queueDuration,
    Histogram<double> workDuration,
    KeyValuePair<string, object?>[] tags)
{
    public void Added() => adds.Add(1, tags);

    public void Retried() => retries.Add(1, tags);

    public void Taken(TimeSpan waited) => queueDuration.Record(waited.TotalSeconds, tags);

    public void Finished(TimeSpan worked) => workDuration.Record(worked.TotalSeconds, tags);
}

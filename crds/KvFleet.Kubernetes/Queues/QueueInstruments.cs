using System.Diagnostics.Metrics;

namespace KvFleet.Kubernetes.Queues;

/// <summary>The instruments of one queue with its labels.</summary>
internal sealed class QueueInstruments(Histogram<double> queueDuration, Histogram<double> workDuration, KeyValuePair<string, object?>[] tags)
{
    public void Taken(TimeSpan waited) => queueDuration.Record(waited.TotalSeconds, tags);

    public void Finished(TimeSpan worked) => workDuration.Record(worked.TotalSeconds, tags);
}

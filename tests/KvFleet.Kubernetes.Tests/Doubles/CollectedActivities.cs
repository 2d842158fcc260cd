using System.Collections.Concurrent;
using System.Diagnostics;
using KvFleet.Kubernetes.Diagnostics;

namespace KvFleet.Kubernetes.Tests.Doubles;

/// <summary>The spans that ended while this existed and carry a tag; other tests make spans at the same time.</summary>
internal sealed class CollectedActivities : IDisposable
{
    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly ActivityListener _listener;

    public CollectedActivities(string tag, object value)
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == KubernetesTracing.Name,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                if (Equals(activity.GetTagItem(tag), value))
                    _ended.Enqueue(activity);
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public IReadOnlyCollection<Activity> Ended => _ended;

    public void Dispose() => _listener.Dispose();
}

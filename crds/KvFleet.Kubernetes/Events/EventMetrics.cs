using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using KvFleet.Kubernetes.Diagnostics;

namespace KvFleet.Kubernetes.Events;

/// <summary>Counts events that were not written.</summary>
public sealed class EventMetrics
{
    private readonly Counter<long> _dropped;

    /// <summary>Creates the instrument.</summary>
    /// <param name="factory">The application's meter factory.</param>
    [SuppressMessage("Reliability", "CA2000", Justification = KubernetesMeter.OwnedByFactory)]
    public EventMetrics(IMeterFactory factory)
    {
        _dropped = KubernetesMeter.From(factory).CreateCounter<long>(
            "kubernetes_events_dropped_total", description: "Events that were not written because the queue was full or the server refused them.");
        _dropped.Add(0);
    }

    internal void Dropped() => _dropped.Add(1);
}

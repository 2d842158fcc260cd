using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;

namespace KvFleet.Kubernetes.Diagnostics;

/// <summary>The one meter of this assembly. Its instruments carry the Prometheus names that dashboards for Go operators expect.</summary>
public static class KubernetesMeter
{
    /// <summary>The meter's name.</summary>
    public const string Name = "KvFleet.Kubernetes";

    internal const string OwnedByFactory = "The factory owns its meters and disposes them with the application.";

    [SuppressMessage("Reliability", "CA2000", Justification = OwnedByFactory)]
    internal static Meter From(IMeterFactory factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        return factory.Create(Name);
    }
}

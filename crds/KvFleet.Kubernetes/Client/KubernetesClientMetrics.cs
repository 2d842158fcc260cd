using System.Diagnostics.Metrics;
using System.Globalization;
using KvFleet.Kubernetes.Diagnostics;

namespace KvFleet.Kubernetes.Client;

/// <summary>Counts requests, under the name that every Kubernetes client has for it.</summary>
public sealed class KubernetesClientMetrics : IDisposable
{
    private readonly Meter _meter;
    private readonly Counter<long> _requests;

    /// <summary>Makes the instruments.</summary>
    /// <param name="meterFactory">Who owns the meter; null for one of its own.</param>
    public KubernetesClientMetrics(IMeterFactory? meterFactory = null)
    {
        _meter = meterFactory?.Create(KubernetesMeter.Name) ?? new Meter(KubernetesMeter.Name);
        _requests = _meter.CreateCounter<long>(
            "rest_client_requests_total", description: "Number of HTTP requests, by status code, method and host.");
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    /// <summary>Counts a request; without a code it got no answer.</summary>
    internal void Count(int? code, string method, string host) => _requests.Add(
        1,
        new KeyValuePair<string, object?>("code", code?.ToString(CultureInfo.InvariantCulture) ?? "<error>"),
        new KeyValuePair<string, object?>("method", method),
        new KeyValuePair<string, object?>("host", host));
}

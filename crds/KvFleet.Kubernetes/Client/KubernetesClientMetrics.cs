using System.Diagnostics.Metrics;
using System.Globalization;
using KvFleet.Kubernetes.Diagnostics;

namespace KvFleet.Kubernetes.Client;

/// <summary>Counts and times requests, under the names that every Kubernetes client has for it.</summary>
public sealed class KubernetesClientMetrics : IDisposable
{
    // As component-base has them: a local list is milliseconds, one that queues behind others is a minute.
    private static readonly double[] Seconds = [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60];

    private readonly Meter _meter;
    private readonly Counter<long> _requests;
    private readonly Counter<long> _retries;
    private readonly Histogram<double> _durations;

    /// <summary>Makes the instruments.</summary>
    /// <param name="meterFactory">Who owns the meter; null for one of its own.</param>
    public KubernetesClientMetrics(IMeterFactory? meterFactory = null)
    {
        _meter = meterFactory?.Create(KubernetesMeter.Name) ?? new Meter(KubernetesMeter.Name);
        _requests = _meter.CreateCounter<long>(
            "rest_client_requests_total", description: "Number of HTTP requests, by status code, method and host.");
        _retries = _meter.CreateCounter<long>(
            "rest_client_request_retries_total", description: "Number of requests that were sent again, by the status code of the refusal, verb and host.");
        _durations = _meter.CreateHistogram(
            "rest_client_request_duration_seconds",
            unit: "s",
            description: "Time until the headers of the answer, by verb and host.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = Seconds });
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    /// <summary>Counts an attempt; without a code it got no answer.</summary>
    internal void Count(int? code, string method, string host, TimeSpan duration)
    {
        _requests.Add(1, new("code", code?.ToString(CultureInfo.InvariantCulture) ?? "<error>"), new("method", method), new("host", host));
        _durations.Record(duration.TotalSeconds, new("verb", method), new("host", host));
    }

    /// <summary>Counts that a request is sent again.</summary>
    internal void CountRetry(int code, string method, string host) =>
        _retries.Add(1, new("code", code.ToString(CultureInfo.InvariantCulture)), new("verb", method), new("host", host));
}

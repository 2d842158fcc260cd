using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using KvFleet.Agent.Reconciliation;
using KvFleet.Protocol.Volume;

namespace KvFleet.Agent.Telemetry;

/// <summary>What happens, counted. What is (bytes by pool and state) is observed by <see cref="AgentGauges"/>.</summary>
[SuppressMessage("Reliability", "CA2000", Justification = "The factory owns the meters that it makes.")]
internal sealed class AgentMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "KvFleet.Agent";

    private readonly Counter<long> _lockFailures;
    private readonly Counter<long> _punched;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _tokenReviews;
    private readonly UpDownCounter<long> _sessions;
    private readonly Histogram<double> _populate;

    public AgentMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _lockFailures = meter.CreateCounter<long>("kvfleet_agent_lock_failures_total", description: "Locks that the kernel refused.");
        _punched = meter.CreateCounter<long>("kvfleet_agent_extents_punched_total", description: "Times that pages of an extent were found missing after they had been made.");
        _refused = meter.CreateCounter<long>("kvfleet_agent_refused_total", description: "Clients that were refused or cut off, by reason.");
        _tokenReviews = meter.CreateCounter<long>("kvfleet_agent_report_requests_total", description: "Requests for the report, by outcome.");
        _sessions = meter.CreateUpDownCounter<long>("kvfleet_agent_sessions", description: "Connections of holders and engines.");
        _populate = meter.CreateHistogram(
            "kvfleet_agent_populate_seconds",
            description: "Time that one holder took to make its pages.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600] });
    }

    public void LockFailed(PoolKey pool) => _lockFailures.Add(1, Labels(pool));

    public void Punched(PoolKey pool, long times) => _punched.Add(times, Labels(pool));

    public void Refused(string reason) => _refused.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public void ReportRequested(string outcome) => _tokenReviews.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    public void Populated(PoolKey pool, TimeSpan took) => _populate.Record(took.TotalSeconds, Labels(pool));

    /// <summary>Counts a connection until the answer is disposed.</summary>
    public IDisposable SessionOpened(VolumeRole role)
    {
        var label = new KeyValuePair<string, object?>("role", role == VolumeRole.Holder ? "holder" : "engine");
        _sessions.Add(1, label);
        return new Session(() => _sessions.Add(-1, label));
    }

    private static KeyValuePair<string, object?>[] Labels(PoolKey pool) => [new("namespace", pool.Namespace), new("pool", pool.Name)];

    private sealed class Session(Action close) : IDisposable
    {
        private Action? _close = close;

        public void Dispose() => Interlocked.Exchange(ref _close, null)?.Invoke();
    }
}

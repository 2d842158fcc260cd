using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using KvFleet.Operator.Faults;
using KvFleet.Operator.Fleet;
using KvFleet.Operator.Placement;
using KvFleet.Operator.Telemetry;

namespace KvFleet.Operator.Diagnostics;

/// <summary>The operator's own figures, <c>kvfleet_operator_*</c>. What is per pool and per node stands in their status; here is what shows whether the operator works.</summary>
public sealed class OperatorMetrics
{
    private readonly Counter<long> _created;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _removed;
    private readonly Counter<long> _lost;
    private readonly Counter<long> _reports;
    private readonly Histogram<double> _planTime;

    /// <summary>Creates the instruments.</summary>
    /// <param name="factory">The application's meter factory.</param>
    /// <param name="pictures">The newest picture of the fleet.</param>
    /// <param name="reports">What agents say.</param>
    [SuppressMessage("Reliability", "CA2000", Justification = "The factory owns its meters and disposes them with the application.")]
    public OperatorMetrics(IMeterFactory factory, FleetPictureSource pictures, ReportStore reports)
    {
        var meter = factory.Create("KvFleet.Operator");
        _created = meter.CreateCounter<long>("kvfleet_operator_holders_created_total", description: "Holder pods created.");
        _refused = meter.CreateCounter<long>("kvfleet_operator_holders_refused_total", description: "Holder pods that the API server refused, by reason.");
        _removed = meter.CreateCounter<long>("kvfleet_operator_holders_removed_total", description: "Holder pods deleted by the operator, by reason.");
        _lost = meter.CreateCounter<long>("kvfleet_operator_holders_lost_total", description: "Holder pods that went without the operator's doing, by reason.");
        _reports = meter.CreateCounter<long>("kvfleet_operator_agent_reports_total", description: "Requests for agents' reports, by result.");
        _planTime = meter.CreateHistogram(
            "kvfleet_operator_plan_duration_seconds", "s", "Time to observe the fleet and plan for it.", tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1] });
        _created.Add(0);
        Asked(true, 0);
        Asked(false, 0);
        meter.CreateObservableGauge("kvfleet_operator_pools", () => pictures.Current?.Pools.Count ?? 0, description: "Pools known.");
        meter.CreateObservableGauge("kvfleet_operator_nodes", () => Nodes(pictures.Current), description: "Nodes known, by what may be done with them.");
        meter.CreateObservableGauge(
            "kvfleet_operator_agents_reachable", () => reports.All.Count(static state => state.Reachability == AgentReachability.Reachable), description: "Agents whose report is current.");
        meter.CreateObservableGauge("kvfleet_operator_assigned_bytes", () => pictures.Current?.Plan.Pools.Sum(static pool => pool.AssignedBytes) ?? 0, "By", "Bytes assigned to all pools.");
        meter.CreateObservableGauge("kvfleet_operator_shortfall_bytes", () => pictures.Current?.Plan.Pools.Sum(static pool => pool.ShortfallBytes) ?? 0, "By", "Bytes asked for and not assigned.");
    }

    /// <summary>A holder pod was created.</summary>
    public void HolderCreated() => _created.Add(1);

    /// <summary>A holder pod was refused.</summary>
    /// <param name="kind">Why.</param>
    public void HolderRefused(HolderFaultKind kind) => _refused.Add(1, new KeyValuePair<string, object?>("reason", kind.ToString()));

    /// <summary>A holder pod was deleted.</summary>
    /// <param name="reason">Why.</param>
    public void HolderRemoved(RemovalReason reason) => _removed.Add(1, new KeyValuePair<string, object?>("reason", reason.ToString()));

    /// <summary>A holder pod was lost.</summary>
    /// <param name="reason">Why.</param>
    public void HolderLost(string reason) => _lost.Add(1, new KeyValuePair<string, object?>("reason", reason));

    /// <summary>An agent was asked.</summary>
    /// <param name="answered">Whether it answered.</param>
    public void Asked(bool answered) => Asked(answered, 1);

    // A series that is there from the start does not lose its first increase to a rate.
    private void Asked(bool answered, long times) => _reports.Add(times, new KeyValuePair<string, object?>("result", answered ? "ok" : "error"));

    /// <summary>A plan was made.</summary>
    /// <param name="took">How long it took.</param>
    public void Planned(TimeSpan took) => _planTime.Record(took.TotalSeconds);

    private static IEnumerable<Measurement<int>> Nodes(FleetPicture? picture) =>
        (picture?.Nodes.Values ?? []).GroupBy(static node => node.Eligibility.Value)
            .Select(static group => new Measurement<int>(group.Count(), new KeyValuePair<string, object?>("eligibility", group.Key.ToString())));
}

using System.Diagnostics.Metrics;
using KvFleet.Grpc;

namespace KvFleet.NodePlugin.Hosting;

/// <summary>What the node plugin measures.</summary>
internal sealed class NodeMetrics : IDisposable
{
    private readonly Meter _meter = new("KvFleet.NodePlugin");
    private readonly Counter<long> _calls;
    private readonly Counter<long> _connections;
    private readonly Counter<long> _failures;
    private readonly Histogram<double> _scans;

    /// <summary>Creates the instruments.</summary>
    public NodeMetrics()
    {
        _calls = _meter.CreateCounter<long>("kvfleet.node.csi.calls", "{call}", "CSI calls of the kubelet that change volumes, by operation and gRPC status.");
        _connections = _meter.CreateCounter<long>("kvfleet.node.channel.connections", "{connection}", "Connections of the serve container.");
        _failures = _meter.CreateCounter<long>("kvfleet.node.memory.failures", "{failure}", "System calls on extents that failed, by call and error.");
        _scans = _meter.CreateHistogram(
            "kvfleet.node.mappers.scan.duration",
            "s",
            "How long a scan of the host's processes took.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30] });
    }

    /// <summary>Adds figures that are asked for when somebody scrapes.</summary>
    /// <param name="volumes">Number of published volumes.</param>
    /// <param name="extents">Number of prepared extents.</param>
    /// <param name="locked">Bytes of extents locked, by our own account.</param>
    /// <param name="kernelLocked">Bytes locked as the kernel says (VmLck); huge pages are not in it.</param>
    /// <param name="connected">Whether serve is connected.</param>
    public void Observe(Func<int> volumes, Func<int> extents, Func<long> locked, Func<long> kernelLocked, Func<bool> connected)
    {
        _meter.CreateObservableGauge("kvfleet.node.volumes", volumes, "{volume}", "Published volumes.");
        _meter.CreateObservableGauge("kvfleet.node.memory.extents", extents, "{extent}", "Extents mapped here.");
        _meter.CreateObservableGauge("kvfleet.node.memory.locked", locked, "By", "Bytes of extents locked, by our own account.");
        _meter.CreateObservableGauge("kvfleet.node.memory.kernel_locked", kernelLocked, "By", "Bytes locked as the kernel says (VmLck); huge pages are not in it.");
        _meter.CreateObservableGauge("kvfleet.node.channel.connected", () => connected() ? 1 : 0, null, "1 while the serve container is connected.");
    }

    /// <summary>Counts a call of the kubelet.</summary>
    /// <param name="operation">publish or unpublish.</param>
    /// <param name="status">How it ended.</param>
    public void CountCall(string operation, StatusCode status) =>
        _calls.Add(1, new KeyValuePair<string, object?>("operation", operation), new KeyValuePair<string, object?>("status", status.ToString()));

    /// <summary>Counts a connection of serve.</summary>
    public void CountConnection() => _connections.Add(1);

    /// <summary>Counts a failed call on an extent.</summary>
    /// <param name="call">The call by its C name.</param>
    /// <param name="error">The error's symbolic name.</param>
    public void CountFailure(string call, string error) =>
        _failures.Add(1, new KeyValuePair<string, object?>("call", call), new KeyValuePair<string, object?>("error", error));

    /// <summary>Records a scan.</summary>
    /// <param name="duration">How long it took.</param>
    public void RecordScan(TimeSpan duration) => _scans.Record(duration.TotalSeconds);

    /// <inheritdoc />
    public void Dispose() => _meter.Dispose();
}

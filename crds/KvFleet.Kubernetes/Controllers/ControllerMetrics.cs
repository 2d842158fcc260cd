using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using KvFleet.Kubernetes.Diagnostics;

namespace KvFleet.Kubernetes.Controllers;

/// <summary>The <c>controller_runtime_*</c> metrics, under controller-runtime's names and labels.</summary>
public sealed class ControllerMetrics
{
    private static readonly InstrumentAdvice<double> Buckets = new()
    {
        HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120],
    };

    /// <summary>Creates the instruments.</summary>
    /// <param name="factory">The application's meter factory.</param>
    [SuppressMessage("Reliability", "CA2000", Justification = KubernetesMeter.OwnedByFactory)]
    public ControllerMetrics(IMeterFactory factory)
    {
        var meter = KubernetesMeter.From(factory);
        Total = meter.CreateCounter<long>("controller_runtime_reconcile_total", description: "Total number of reconciliations per controller.");
        Errors = meter.CreateCounter<long>("controller_runtime_reconcile_errors_total", description: "Total number of reconciliation errors per controller.");
        TerminalErrors = meter.CreateCounter<long>(
            "controller_runtime_terminal_reconcile_errors_total", description: "Total number of terminal reconciliation errors per controller.");
        Panics = meter.CreateCounter<long>(
            "controller_runtime_reconcile_panics_total", description: "Total number of reconciliations that ended in an unexpected exception, per controller.");
        Time = meter.CreateHistogram(
            "controller_runtime_reconcile_time_seconds", "s", "Length of time per reconciliation per controller.", tags: null, Buckets);
        ActiveWorkers = meter.CreateUpDownCounter<int>("controller_runtime_active_workers", description: "Number of currently used workers per controller.");
        MaxConcurrentReconciles = meter.CreateGauge<int>(
            "controller_runtime_max_concurrent_reconciles", description: "Maximum number of concurrent reconciles per controller.");
    }

    internal Counter<long> Total { get; }

    internal Counter<long> Errors { get; }

    internal Counter<long> TerminalErrors { get; }

    internal Counter<long> Panics { get; }

    internal Histogram<double> Time { get; }

    internal UpDownCounter<int> ActiveWorkers { get; }

    internal Gauge<int> MaxConcurrentReconciles { get; }

    internal ControllerInstruments For(string controller, int workers) => new(this, controller, workers);
}

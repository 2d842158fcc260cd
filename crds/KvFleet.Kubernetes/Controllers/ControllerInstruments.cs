namespace KvFleet.Kubernetes.Controllers;

/// <summary>The instruments of one controller with its labels; every series is there from the start, so that a rate over a first error is not lost.</summary>
internal sealed class ControllerInstruments
{
    private static readonly string[] Results = ["success", "error", "requeue", "requeue_after"];
    private readonly ControllerMetrics _metrics;
    private readonly KeyValuePair<string, object?> _controller;

    public ControllerInstruments(ControllerMetrics metrics, string controller, int workers)
    {
        _metrics = metrics;
        _controller = new("controller", controller);
        foreach (var result in Results)
            metrics.Total.Add(0, _controller, new("result", result));
        metrics.Errors.Add(0, _controller);
        metrics.TerminalErrors.Add(0, _controller);
        metrics.Panics.Add(0, _controller);
        metrics.ActiveWorkers.Add(0, _controller);
        metrics.MaxConcurrentReconciles.Record(workers, _controller);
    }

    public void Started() => _metrics.ActiveWorkers.Add(1, _controller);

    public void Ended(TimeSpan took)
    {
        _metrics.ActiveWorkers.Add(-1, _controller);
        _metrics.Time.Record(took.TotalSeconds, _controller);
    }

    public void Succeeded(bool requeueAfter) => Count(requeueAfter ? "requeue_after" : "success");

    public void Requeued() => Count("requeue");

    public void Failed(bool terminal)
    {
        Count("error");
        _metrics.Errors.Add(1, _controller);
        if (terminal)
            _metrics.TerminalErrors.Add(1, _controller);
    }

    public void Panicked() => _metrics.Panics.Add(1, _controller);

    private void Count(string result) => _metrics.Total.Add(1, _controller, new("result", result));
}

using KvFleet.Kubernetes.Controllers;
using KvFleet.Kubernetes.Queues;
using KvFleet.Kubernetes.Tests.Doubles;
using KvFleet.Testing;

namespace KvFleet.Kubernetes.Tests.Controllers;

/// <summary>A loop over a queue, with a controller that a test writes.</summary>
internal sealed class ReconcileLoopHarness : IAsyncDisposable
{
    public static readonly ObjectKey Key = new("ns", "a");
    private readonly CancellationTokenSource _abort = new();
    private readonly Task _run;
    private int _runs;

    public ReconcileLoopHarness(Func<ObjectKey, int, CancellationToken, Task<ReconciliationResult>> reconcile, Action<ControllerOptions>? configure = null)
    {
        var options = new ControllerOptions { Name = "test", RequeueJitter = 0 };
        configure?.Invoke(options);
        Queue = new WorkQueue<ObjectKey>("test", Time, options.RateLimiter?.Invoke(Time), new WorkQueueMetrics(Metrics.Factory));
        var loop = new ReconcileLoop(
            options,
            Queue,
            (key, token) => reconcile(key, Interlocked.Increment(ref _runs), token),
            new ControllerMetrics(Metrics.Factory).For("test", options.Workers),
            Time,
            Log);
        _run = loop.RunAsync(_abort.Token);
    }

    public FakeTimeProvider Time { get; } = new();

    public Metering Metrics { get; } = new();

    public CollectingLogger Log { get; } = new();

    public WorkQueue<ObjectKey> Queue { get; }

    public int Runs => Volatile.Read(ref _runs);

    public double Total(string result) => Metrics[$"controller_runtime_reconcile_total{{controller=test,result={result}}}"];

    public double Count(string name) => Metrics[$"controller_runtime_{name}{{controller=test}}"];

    public Task AbortAsync() => _abort.CancelAsync();

    /// <summary>Waits until that many runs have begun and all of them have ended.</summary>
    public Task RunsAsync(int count) => Eventually.BeAsync(
        () => Runs >= count && Metrics.Find("workqueue_work_duration_seconds{name=test,controller=test}") >= Runs,
        $"{count} runs");

    public async ValueTask DisposeAsync()
    {
        await _abort.CancelAsync();
        Queue.ShutDown();
        await _run;
        Queue.Dispose();
        _abort.Dispose();
        Metrics.Dispose();
    }
}

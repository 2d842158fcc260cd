using KvFleet.Kubernetes.Controllers;
using KvFleet.Kubernetes.Tests.Doubles;
using Microsoft.Extensions.Logging;

namespace KvFleet.Kubernetes.Tests.Controllers;

/// <summary>Workers: who runs when, for how long, and what is measured.</summary>
public sealed class ReconcileLoopTests
{
    private static readonly ObjectKey Key = ReconcileLoopHarness.Key;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task All_series_are_there_before_the_first_run()
    {
        await using var loop = new ReconcileLoopHarness((_, _, _) => Task.FromResult(ReconciliationResult.Success()), o => o.Workers = 3);

        foreach (var result in new[] { "success", "error", "requeue", "requeue_after" })
            loop.Total(result).ShouldBe(0);
        loop.Count("reconcile_errors_total").ShouldBe(0);
        loop.Count("terminal_reconcile_errors_total").ShouldBe(0);
        loop.Count("reconcile_panics_total").ShouldBe(0);
        loop.Count("active_workers").ShouldBe(0);
        loop.Count("max_concurrent_reconciles").ShouldBe(3);
    }

    [Fact]
    public async Task A_run_that_takes_too_long_is_cancelled_and_retried()
    {
        await using var loop = new ReconcileLoopHarness(
            async (_, run, token) =>
            {
                if (run == 1)
                    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
                return ReconciliationResult.Success();
            },
            o => o.ReconcileTimeout = 30 * Second);
        loop.Queue.Add(Key);
        await Eventually.BeAsync(() => loop.Runs == 1, "the run has begun");
        await loop.Time.WaitForTimersAsync(1);
        loop.Time.Advance(30 * Second);
        await Eventually.BeAsync(() => loop.Total("error") == 1, "the run has failed");
        // The failure is counted before the retry has its timer: time goes on until it has.
        await Eventually.BeAsync(
            () =>
            {
                loop.Time.Advance(Second);
                return loop.Runs == 2;
            },
            "the retry has begun");
        await loop.RunsAsync(2);

        loop.Total("success").ShouldBe(1);
        loop.Count("reconcile_panics_total").ShouldBe(0);
        loop.Log.Lines.ShouldContain(l => l.Level == LogLevel.Warning && l.Text.Contains("longer than 00:00:30", StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_key_is_never_worked_on_twice_at_a_time_while_others_go_on()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = 0;
        var most = 0;
        await using var loop = new ReconcileLoopHarness(
            async (key, _, _) =>
            {
                if (key == Key)
                {
                    most = Math.Max(most, Interlocked.Increment(ref running));
                    await gate.Task;
                    Interlocked.Decrement(ref running);
                }

                return ReconciliationResult.Success();
            },
            o => o.Workers = 4);
        loop.Queue.Add(Key);
        await Eventually.BeAsync(() => loop.Runs == 1, "the first run has begun");
        for (var i = 0; i < 10; i++)
        {
            loop.Queue.Add(Key);
            loop.Queue.Add(new ObjectKey("ns", "other-" + i));
        }

        await Eventually.BeAsync(() => loop.Runs == 11, "the others have run");
        loop.Count("active_workers").ShouldBe(1);
        gate.SetResult();
        await loop.RunsAsync(12);
        most.ShouldBe(1);
        loop.Count("active_workers").ShouldBe(0);
    }

    [Fact]
    public async Task An_aborted_run_decides_nothing_any_more()
    {
        await using var loop = new ReconcileLoopHarness(async (_, _, token) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
            return ReconciliationResult.Success();
        });
        loop.Queue.Add(Key);
        await Eventually.BeAsync(() => loop.Runs == 1, "the run has begun");
        await loop.AbortAsync();
        await Eventually.BeAsync(() => loop.Count("active_workers") == 0, "the run has ended");

        loop.Total("error").ShouldBe(0);
        loop.Queue.Retries(Key).ShouldBe(0);
    }
}

using KvFleet.Kubernetes.Controllers;
using KvFleet.Kubernetes.Models;
using KvFleet.Kubernetes.Tests.Doubles;
using Microsoft.Extensions.Logging;

namespace KvFleet.Kubernetes.Tests.Controllers;

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
    public async Task A_success_is_the_end_and_forgets_earlier_failures()
    {
        await using var loop = new ReconcileLoopHarness((_, run, _) =>
            Task.FromResult(run <= 2 ? ReconciliationResult.Failure("not yet") : ReconciliationResult.Success()));
        loop.Queue.Add(Key);
        await loop.RunsAsync(1);
        loop.Time.Advance(TimeSpan.FromMilliseconds(5));
        await loop.RunsAsync(2);
        loop.Queue.Retries(Key).ShouldBe(2);
        loop.Time.Advance(TimeSpan.FromMilliseconds(10));
        await loop.RunsAsync(3);

        loop.Queue.Retries(Key).ShouldBe(0);
        loop.Total("success").ShouldBe(1);
        loop.Total("error").ShouldBe(2);
        loop.Time.Advance(TimeSpan.FromHours(24));
        loop.Runs.ShouldBe(3);
    }

    [Fact]
    public async Task A_failure_is_retried_for_as_long_as_it_lasts()
    {
        await using var loop = new ReconcileLoopHarness((_, _, _) => Task.FromResult(ReconciliationResult.Failure("still down")));
        loop.Queue.Add(Key);
        for (var run = 1; run <= 40; run++)
        {
            await loop.RunsAsync(run);
            loop.Time.Advance(1000 * Second);
        }

        await loop.RunsAsync(41);
        loop.Count("reconcile_errors_total").ShouldBe(41);
        loop.Count("reconcile_panics_total").ShouldBe(0);
    }

    [Fact]
    public async Task A_requeue_time_is_kept_to_the_moment_after_success_and_after_failure()
    {
        await using var loop = new ReconcileLoopHarness((_, run, _) => Task.FromResult(run == 1
            ? ReconciliationResult.Success(10 * Second)
            : ReconciliationResult.Failure("no", requeueAfter: 20 * Second)));
        loop.Queue.Add(Key);
        await loop.RunsAsync(1);
        loop.Time.UntilNextTimer.ShouldBe(10 * Second);
        loop.Time.Advance(10 * Second);
        await loop.RunsAsync(2);

        loop.Time.UntilNextTimer.ShouldBe(20 * Second);
        loop.Total("requeue_after").ShouldBe(1);
        loop.Total("error").ShouldBe(1);
    }

    [Fact]
    public async Task Requeue_times_are_spread_by_at_most_a_tenth()
    {
        await using var loop = new ReconcileLoopHarness(
            (_, _, _) => Task.FromResult(ReconciliationResult.Success(100 * Second)), o => o.RequeueJitter = 0.1);
        loop.Queue.Add(Key);
        await loop.RunsAsync(1);

        loop.Time.UntilNextTimer!.Value.ShouldBeInRange(100 * Second, 110.001 * Second);
    }

    [Fact]
    public async Task A_terminal_failure_is_not_retried_until_something_happens()
    {
        await using var loop = new ReconcileLoopHarness((_, _, _) => Task.FromResult(ReconciliationResult.Terminal("max is below min")));
        loop.Queue.AddAfter(Key, 10 * Second);
        loop.Queue.Add(Key);
        await loop.RunsAsync(1);
        loop.Time.Advance(TimeSpan.FromDays(1));
        loop.Runs.ShouldBe(1);

        loop.Queue.Add(Key);
        await loop.RunsAsync(2);
        loop.Count("terminal_reconcile_errors_total").ShouldBe(2);
        loop.Count("reconcile_errors_total").ShouldBe(2);
    }

    [Fact]
    public async Task An_exception_is_counted_logged_with_its_run_and_retried_and_the_worker_lives_on()
    {
        await using var loop = new ReconcileLoopHarness((key, _, _) => key == Key
            ? throw new InvalidOperationException("a bug, thrown before the first await")
            : Task.FromResult(ReconciliationResult.Success()));
        loop.Queue.Add(Key);
        await loop.RunsAsync(1);
        loop.Queue.Add(new ObjectKey("ns", "other"));
        await loop.RunsAsync(2);

        loop.Count("reconcile_panics_total").ShouldBe(1);
        loop.Total("success").ShouldBe(1);
        loop.Queue.Retries(Key).ShouldBe(1);
        var line = loop.Log.Lines.Single(l => l.Level == LogLevel.Error);
        line.Exception.ShouldBeOfType<InvalidOperationException>();
        line.Scope.ShouldNotBeNull().ShouldMatch("^controller=test object=ns/a reconcileID=[0-9a-f-]{36}$");
        loop.Time.Advance(Second);
        await loop.RunsAsync(3);
    }

    [Fact]
    public async Task What_networks_do_is_an_error_but_no_bug()
    {
        await using var loop = new ReconcileLoopHarness((_, _, _) => throw new HttpRequestException("connection refused"));
        loop.Queue.Add(Key);
        await loop.RunsAsync(1);

        loop.Count("reconcile_errors_total").ShouldBe(1);
        loop.Count("reconcile_panics_total").ShouldBe(0);
        loop.Log.Lines.ShouldNotContain(l => l.Level == LogLevel.Error);
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
    public async Task A_conflict_is_a_requeue_and_no_error()
    {
        await using var loop = new ReconcileLoopHarness((_, run, _) =>
            run == 1 ? throw MemoryClient.Error(409, StatusReasons.Conflict) : Task.FromResult(ReconciliationResult.Success()));
        loop.Queue.Add(Key);
        await loop.RunsAsync(1);
        loop.Time.Advance(Second);
        await loop.RunsAsync(2);

        loop.Total("requeue").ShouldBe(1);
        loop.Total("error").ShouldBe(0);
        loop.Log.Lines.ShouldNotContain(l => l.Level >= LogLevel.Warning);
    }

    [Fact]
    public async Task An_invalid_object_is_terminal_because_the_server_will_refuse_it_again()
    {
        await using var loop = new ReconcileLoopHarness((_, _, _) => throw MemoryClient.Error(422, StatusReasons.Invalid));
        loop.Queue.Add(Key);
        await loop.RunsAsync(1);

        loop.Count("terminal_reconcile_errors_total").ShouldBe(1);
        loop.Time.Advance(TimeSpan.FromDays(1));
        loop.Runs.ShouldBe(1);
    }

    [Fact]
    public async Task The_servers_wish_to_be_left_alone_is_honoured()
    {
        await using var loop = new ReconcileLoopHarness((_, _, _) => throw MemoryClient.Error(429, StatusReasons.TooManyRequests, 7 * Second));
        loop.Queue.Add(Key);
        await loop.RunsAsync(1);

        loop.Time.UntilNextTimer.ShouldBe(7 * Second);
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

    [Fact]
    public async Task A_controller_that_returns_nothing_is_reported_instead_of_taken_for_a_success()
    {
        await using var loop = new ReconcileLoopHarness((_, _, _) => Task.FromResult<ReconciliationResult>(null!));
        loop.Queue.Add(Key);
        await loop.RunsAsync(1);

        loop.Count("reconcile_panics_total").ShouldBe(1);
        loop.Queue.Retries(Key).ShouldBe(1);
    }
}

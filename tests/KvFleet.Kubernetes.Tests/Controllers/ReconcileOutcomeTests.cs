using KvFleet.Kubernetes.Controllers;

namespace KvFleet.Kubernetes.Tests.Controllers;

/// <summary>What a run's result means for its key's next run.</summary>
public sealed class ReconcileOutcomeTests
{
    private static readonly ObjectKey Key = ReconcileLoopHarness.Key;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

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
    public async Task A_controller_that_returns_nothing_is_reported_instead_of_taken_for_a_success()
    {
        await using var loop = new ReconcileLoopHarness((_, _, _) => Task.FromResult<ReconciliationResult>(null!));
        loop.Queue.Add(Key);
        await loop.RunsAsync(1);

        loop.Count("reconcile_panics_total").ShouldBe(1);
        loop.Queue.Retries(Key).ShouldBe(1);
    }

    [Fact]
    public async Task A_time_that_means_never_is_taken_as_such()
    {
        await using var loop = new ReconcileLoopHarness(
            (_, _, _) => Task.FromResult(ReconciliationResult.Success(TimeSpan.MaxValue)), o => o.RequeueJitter = 1);
        loop.Queue.Add(Key);
        await loop.RunsAsync(1);
        loop.Total("requeue_after").ShouldBe(1);
        loop.Time.Advance(TimeSpan.FromDays(400));
        loop.Runs.ShouldBe(1);

        loop.Queue.Add(Key);
        await loop.RunsAsync(2);
    }
}

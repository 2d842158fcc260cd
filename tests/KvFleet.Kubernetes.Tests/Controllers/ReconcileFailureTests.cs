using KvFleet.Kubernetes.Controllers;
using KvFleet.Kubernetes.Models;
using KvFleet.Kubernetes.Queues;
using KvFleet.Kubernetes.Tests.Doubles;
using Microsoft.Extensions.Logging;
using NSubstitute;

namespace KvFleet.Kubernetes.Tests.Controllers;

/// <summary>What a thrown exception means.</summary>
public sealed class ReconcileFailureTests
{
    private static readonly ObjectKey Key = ReconcileLoopHarness.Key;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

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
    public async Task A_failure_of_the_loops_own_parts_costs_neither_the_worker_nor_the_key()
    {
        var limiter = Substitute.For<IRateLimiter<ObjectKey>>();
        limiter.When(Key).Returns(_ => throw new InvalidOperationException("a limiter with a bug"));
        await using var loop = new ReconcileLoopHarness(
            (_, run, _) => Task.FromResult(run == 1 ? ReconciliationResult.Failure("no") : ReconciliationResult.Success()), o => o.RateLimiter = _ => limiter);
        loop.Queue.Add(Key);
        await loop.RunsAsync(1);
        loop.Count("reconcile_panics_total").ShouldBe(1);
        loop.Log.Lines.ShouldContain(l => l.Level == LogLevel.Error && l.Exception is InvalidOperationException);

        loop.Time.Advance(ReconcileLoop.RetryAfterOwnFailure);
        await loop.RunsAsync(2);
        loop.Total("success").ShouldBe(1);
    }
}

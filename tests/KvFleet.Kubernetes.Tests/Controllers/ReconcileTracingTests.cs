using System.Diagnostics;
using KvFleet.Kubernetes.Controllers;
using KvFleet.Kubernetes.Models;
using KvFleet.Kubernetes.Tests.Doubles;

namespace KvFleet.Kubernetes.Tests.Controllers;

/// <summary>What a trace tells of runs.</summary>
public sealed class ReconcileTracingTests
{
    [Fact]
    public async Task Each_run_is_a_span_of_its_own_with_the_key_and_the_id_that_its_log_lines_carry()
    {
        var key = new ObjectKey("ns", "traced-" + Guid.NewGuid());
        using var spans = new CollectedActivities("object", key.ToString());
        using var request = new Activity("a request that added the key").Start();
        await using var loop = new ReconcileLoopHarness((_, run, _) => run == 1
            ? throw new InvalidOperationException("a bug")
            : Task.FromResult(ReconciliationResult.Success(TimeSpan.FromHours(1))));
        loop.Queue.Add(key);
        await loop.RunsAsync(1);
        loop.Time.Advance(TimeSpan.FromSeconds(1));
        await loop.RunsAsync(2);
        await Eventually.BeAsync(() => spans.Ended.Count == 2, "both spans have ended");

        var (failed, succeeded) = (spans.Ended.First(), spans.Ended.Last());
        failed.OperationName.ShouldBe("reconcile test");
        failed.ParentId.ShouldBeNull();
        failed.Status.ShouldBe(ActivityStatusCode.Error);
        failed.StatusDescription.ShouldBe("a bug");
        failed.Events.ShouldContain(e => e.Name == "exception");
        var id = failed.GetTagItem("reconcileID").ShouldBeOfType<string>();
        loop.Log.Lines.ShouldContain(l => l.Scope != null && l.Scope.Contains("reconcileID=" + id, StringComparison.Ordinal));
        succeeded.GetTagItem("reconcileID").ShouldNotBe(id);
        succeeded.TraceId.ShouldNotBe(failed.TraceId);
        spans.Ended.Select(s => s.GetTagItem("result")).ShouldBe(["error", "requeue_after"]);
    }

    [Fact]
    public async Task What_the_controller_does_is_part_of_its_span()
    {
        var key = new ObjectKey("ns", "traced-" + Guid.NewGuid());
        using var spans = new CollectedActivities("object", key.ToString());
        object? current = null;
        await using var loop = new ReconcileLoopHarness((_, _, _) =>
        {
            current = Activity.Current?.GetTagItem("object");
            throw MemoryClient.Error(409, StatusReasons.Conflict);
        });
        loop.Queue.Add(key);
        await loop.RunsAsync(1);

        current.ShouldBe(key.ToString());
        await Eventually.BeAsync(() => spans.Ended.Count == 1, "the span has ended");
        var span = spans.Ended.Single();
        (span.GetTagItem("result"), span.Status).ShouldBe(("requeue", ActivityStatusCode.Unset));
    }
}

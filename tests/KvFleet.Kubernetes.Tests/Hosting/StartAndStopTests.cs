using KvFleet.Kubernetes.Hosting;
using KvFleet.Kubernetes.Tests.Controllers;
using KvFleet.Kubernetes.Tests.Doubles;
using KvFleet.Kubernetes.Tests.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace KvFleet.Kubernetes.Tests.Hosting;

/// <summary>What comes after what, when an operator starts, stops and loses its lease.</summary>
public sealed class StartAndStopTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Probes_answer_first_and_nothing_works_before_the_caches_are_filled()
    {
        await using var op = new OperatorHarness(b => b.AddController<RecordingController, SampleEntity>());
        op.Samples.Add(Samples.Make("a"), isInitial: true);
        op.Samples.LastError = "403 Forbidden";
        await op.StartAsync();

        (await op.ProbeAsync("/livez")).Status.ShouldBe(200);
        var (status, text) = await op.ProbeAsync("/readyz");
        status.ShouldBe(503);
        text.ShouldContain("[-]caches failed: not yet read: samples.kvfleet.test (403 Forbidden)");
        op.Client.Calls.ShouldBeEmpty();
        var controller = op.Services.GetRequiredService<RecordingController>();
        controller.Calls.ShouldBeEmpty();

        op.Samples.Sync();
        await Eventually.BeAsync(() => controller.Calls.Count == 1, "the first run");
        (await op.ProbeAsync("/readyz")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_replica_that_does_not_lead_is_ready_and_idle_and_takes_over()
    {
        await using var op = new OperatorHarness(b => b.AddController<RecordingController, SampleEntity>());
        op.Samples.Add(Samples.Make("a"), isInitial: true);
        await op.HoldLeaseAsOtherAsync();
        await op.StartAsync();
        op.Samples.Sync();
        await Eventually.BeAsync(() => op.Time.UntilNextTimer <= TimeSpan.FromSeconds(2.4), "the first try is over");

        (await op.ProbeAsync("/readyz")).Status.ShouldBe(200);
        var controller = op.Services.GetRequiredService<RecordingController>();
        controller.Calls.ShouldBeEmpty();
        op.Samples.Handlers.ShouldBe(0);

        await Eventually.BeAsync(
            () =>
            {
                op.Time.Advance(TimeSpan.FromSeconds(1));
                return op.Holder == "me";
            },
            "the lease ran out and was taken");
        await Eventually.BeAsync(() => controller.Calls.Count == 1, "the first run");
    }

    [Fact]
    public async Task Work_that_needs_no_leader_runs_in_every_replica()
    {
        await using var op = new OperatorHarness(b => b.AddController<RecordingController, SampleEntity>(c => c.Options.NeedsLeaderElection = false));
        op.Samples.Add(Samples.Make("a"), isInitial: true);
        await op.HoldLeaseAsOtherAsync();
        await op.StartAsync();
        op.Samples.Sync();

        await Eventually.BeAsync(() => op.Services.GetRequiredService<RecordingController>().Calls.Count == 1, "the first run");
        op.Holder.ShouldBe("other");
    }

    [Fact]
    public async Task Stopping_lets_the_run_finish_while_probes_and_caches_go_on_and_releases_the_lease_last()
    {
        await using var op = new OperatorHarness(b => b.AddController<BlockingController, SampleEntity>());
        op.Samples.Add(Samples.Make("a"), isInitial: true);
        await op.StartAndSyncAsync();
        var controller = op.Services.GetRequiredService<BlockingController>();
        await controller.Begun.WaitAsync(Token);

        var stopping = op.StopAsync();
        await Eventually.BeAsync(() => op.Samples.Handlers == 0, "no new work is taken");
        (await op.ProbeAsync("/livez")).Status.ShouldBe(200);
        op.Samples.IsRunning.ShouldBeTrue();
        op.Holder.ShouldBe("me");
        stopping.IsCompleted.ShouldBeFalse();

        controller.Release();
        await stopping.WaitAsync(Token);
        controller.WasCancelled.ShouldBeFalse();
        op.Samples.IsRunning.ShouldBeFalse();
        op.Holder.ShouldBeNull();
        op.Failed.ShouldBeFalse();
    }

    [Fact]
    public async Task The_lease_is_still_renewed_while_the_last_run_finishes()
    {
        await using var op = new OperatorHarness(b => b.AddController<BlockingController, SampleEntity>());
        op.Samples.Add(Samples.Make("a"), isInitial: true);
        await op.StartAndSyncAsync();
        var controller = op.Services.GetRequiredService<BlockingController>();
        await controller.Begun.WaitAsync(Token);
        await Eventually.BeAsync(() => op.Time.UntilNextTimer <= TimeSpan.FromSeconds(2), "the lease is held");
        var stopping = op.StopAsync();
        op.Client.Calls.Clear();
        await Eventually.BeAsync(
            () =>
            {
                op.Time.Advance(TimeSpan.FromMilliseconds(100));
                return op.Client.Calls.Contains("UPDATE Lease op");
            },
            "a renewal");

        controller.Release();
        await stopping.WaitAsync(Token);
    }

    [Fact]
    public async Task A_run_that_does_not_finish_in_time_is_cancelled_and_then_the_lease_released()
    {
        await using var op = new OperatorHarness(b => b.AddController<BlockingController, SampleEntity>());
        op.Samples.Add(Samples.Make("a"), isInitial: true);
        await op.StartAndSyncAsync();
        var controller = op.Services.GetRequiredService<BlockingController>();
        await controller.Begun.WaitAsync(Token);
        var stopping = op.StopAsync();
        await Eventually.BeAsync(
            () =>
            {
                op.Time.Advance(TimeSpan.FromSeconds(1));
                return stopping.IsCompleted;
            },
            "the stop");

        controller.WasCancelled.ShouldBeTrue();
        op.Holder.ShouldBeNull();
    }

    [Fact]
    public async Task A_lease_is_not_released_while_something_still_works()
    {
        await using var op = new OperatorHarness(
            b => b.AddController<BlockingController, SampleEntity>(), s => s.ShutdownTimeout = TimeSpan.FromMilliseconds(300));
        op.Samples.Add(Samples.Make("a"), isInitial: true);
        var controller = op.Services.GetRequiredService<BlockingController>();
        controller.IgnoresCancellation = true;
        await op.StartAndSyncAsync();
        await controller.Begun.WaitAsync(Token);
        // The host's own time limit is the system's clock; it ends the wait although the run goes on.
        await op.StopAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);

        controller.Ended.ShouldBe(0);
        op.Holder.ShouldBe("me");
        controller.Release();
    }

    [Fact]
    public async Task A_replica_that_stops_while_it_waits_does_not_start_the_leaders_work()
    {
        await using var op = new OperatorHarness(b => b.AddController<RecordingController, SampleEntity>());
        op.Samples.Add(Samples.Make("a"), isInitial: true);
        await op.HoldLeaseAsOtherAsync();
        await op.StartAsync();
        op.Samples.Sync();
        await Eventually.BeAsync(() => op.Time.UntilNextTimer <= TimeSpan.FromSeconds(2.4), "the first try is over");
        await op.StopAsync();
        op.Time.Advance(TimeSpan.FromMinutes(1));

        op.Holder.ShouldBe("other");
        op.Services.GetRequiredService<RecordingController>().Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task Losing_the_lease_cancels_the_work_and_ends_the_process_as_failed()
    {
        await using var op = new OperatorHarness(b => b.AddController<BlockingController, SampleEntity>());
        op.Samples.Add(Samples.Make("a"), isInitial: true);
        await op.StartAndSyncAsync();
        var controller = op.Services.GetRequiredService<BlockingController>();
        await controller.Begun.WaitAsync(Token);
        await Eventually.BeAsync(() => op.Time.UntilNextTimer <= TimeSpan.FromSeconds(2), "the lease is held");
        op.Client.Before = (_, _) => throw new HttpRequestException("no route to host");
        await Eventually.BeAsync(
            () =>
            {
                op.Time.Advance(TimeSpan.FromMilliseconds(100));
                return op.Failed;
            },
            "the loss");
        await Eventually.BeAsync(() => controller.WasCancelled, "the run is cancelled");

        op.Host.Check().ShouldNotBeNull().ShouldContain("leadership was lost");
        op.Killed.ShouldBeFalse();
        op.Client.Before = null;
        await op.StopAsync();
        op.Holder.ShouldBe("me", "a lost lease is not released");
    }

    [Fact]
    public async Task Work_that_outlives_the_lease_is_killed_with_the_process()
    {
        await using var op = new OperatorHarness(b => b.AddController<BlockingController, SampleEntity>());
        op.Samples.Add(Samples.Make("a"), isInitial: true);
        var controller = op.Services.GetRequiredService<BlockingController>();
        controller.IgnoresCancellation = true;
        await op.StartAndSyncAsync();
        await controller.Begun.WaitAsync(Token);
        op.Client.Before = (_, _) => throw new HttpRequestException("no route to host");
        await Eventually.BeAsync(
            () =>
            {
                op.Time.Advance(TimeSpan.FromMilliseconds(100));
                return op.Killed;
            },
            "the kill");

        controller.Ended.ShouldBe(0);
        controller.Release();
    }

    [Fact]
    public async Task Without_election_work_starts_and_stops_without_a_lease()
    {
        await using var op = new OperatorHarness(
            b => b.AddController<RecordingController, SampleEntity>(), s => s.LeaderElectionType = LeaderElectionType.None);
        op.Samples.Add(Samples.Make("a"), isInitial: true);
        await op.StartAsync();
        op.Samples.Sync();
        await Eventually.BeAsync(() => op.Services.GetRequiredService<RecordingController>().Calls.Count == 1, "the first run");
        await op.StopAsync();

        op.Client.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_host_that_never_got_to_start_can_be_stopped()
    {
        await using var op = new OperatorHarness(b => b.AddController<RecordingController, SampleEntity>());
        await op.StartAsync();
        await op.StopAsync();

        op.Failed.ShouldBeFalse();
    }
}

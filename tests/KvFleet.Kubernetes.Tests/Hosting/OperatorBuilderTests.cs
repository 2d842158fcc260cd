using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Controllers;
using KvFleet.Kubernetes.Events;
using KvFleet.Kubernetes.Finalizers;
using KvFleet.Kubernetes.Hosting;
using KvFleet.Kubernetes.Informers;
using KvFleet.Kubernetes.LeaderElection;
using KvFleet.Kubernetes.Models;
using KvFleet.Kubernetes.Tests.Controllers;
using KvFleet.Kubernetes.Tests.Doubles;
using KvFleet.Kubernetes.Tests.Finalizers;
using KvFleet.Kubernetes.Tests.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace KvFleet.Kubernetes.Tests.Hosting;

/// <summary>What the parts of an operator do once they are put together.</summary>
public sealed class OperatorBuilderTests
{
    private const string Id = "kvfleet.test/drain";
    private static readonly ObjectKey Fleet = new(null, "fleet");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_changed_child_runs_its_owner_and_a_deleted_object_is_told()
    {
        await using var op = new OperatorHarness(b => b.AddController<RecordingController, SampleEntity>(c => c.Owns<V1Pod>()));
        await op.StartAndSyncAsync();
        var controller = op.Services.GetRequiredService<RecordingController>();
        op.Samples.Add(Samples.Make("a"));
        await Eventually.BeAsync(() => controller.Calls.Count == 1, "a run for the object");
        op.Pods.Add(PodOf("a"));
        await Eventually.BeAsync(() => controller.Calls.Count == 2, "a run for the child");
        op.Samples.Delete(Samples.Make("a"));
        await Eventually.BeAsync(() => controller.Calls.Count == 3, "the deletion");

        controller.Calls.ShouldBe(["reconcile a u1 []", "reconcile a u1 []", "deleted a u1"]);
    }

    [Fact]
    public async Task A_filter_spares_the_controller_the_echo_of_its_own_status()
    {
        await using var op = new OperatorHarness(b => b.AddController<RecordingController, SampleEntity>(c => c.Filter(EntityFilters.IgnoreStatus)));
        await op.StartAndSyncAsync();
        var controller = op.Services.GetRequiredService<RecordingController>();
        op.Samples.Add(WithGeneration(1, observed: null));
        await Eventually.BeAsync(() => controller.Calls.Count == 1, "the first run");
        op.Samples.Update(WithGeneration(1, observed: 5));
        op.Samples.Update(WithGeneration(2, observed: 5));
        await Eventually.BeAsync(() => controller.Calls.Count == 2, "a run for the change of the spec");
    }

    [Fact]
    public async Task A_controller_of_keys_runs_once_for_a_burst_of_changes_of_several_kinds()
    {
        await using var op = new OperatorHarness(b => b.AddKeyController<PodCountController>("fleet", c =>
        {
            c.Options.Debounce = TimeSpan.FromMilliseconds(500);
            c.Watches<V1Pod>(_ => [Fleet]);
            c.Watches<SampleEntity>(services => _ => services.GetRequiredService<IInformer<V1Pod>>().Store.Count > 0 ? [Fleet] : []);
        }));
        await op.StartAndSyncAsync();
        await Eventually.BeAsync(() => op.Pods.Handlers == 1, "the controller has started");
        for (var i = 0; i < 100; i++)
            op.Pods.Add(PodOf("p" + i));
        op.Samples.Add(Samples.Make("a"));
        var controller = op.Services.GetRequiredService<PodCountController>();
        controller.Runs.ShouldBeEmpty();
        op.Time.Advance(TimeSpan.FromMilliseconds(500));

        await Eventually.BeAsync(() => controller.Runs.Count == 1, "the one run");
        op.Time.Advance(TimeSpan.FromSeconds(5));
        controller.Runs.ShouldBe([Fleet]);
    }

    [Fact]
    public async Task A_trigger_runs_a_controller_for_what_the_api_server_does_not_know()
    {
        await using var op = new OperatorHarness(b => b.AddKeyController<PodCountController>("fleet", c => c.Watches<V1Pod>(_ => [])));
        var trigger = op.Services.GetRequiredService<IReconcileTrigger<PodCountController>>();
        trigger.Enqueue(new ObjectKey(null, "too early"));
        await op.StartAsync();
        op.Pods.Sync();
        await Eventually.BeAsync(() => op.Pods.Handlers == 1, "the controller has started");
        trigger.Enqueue(Fleet);
        var controller = op.Services.GetRequiredService<PodCountController>();
        await Eventually.BeAsync(() => controller.Runs.Count == 1, "the run");
        trigger.EnqueueAfter(Fleet, TimeSpan.FromSeconds(10));
        op.Time.Advance(TimeSpan.FromSeconds(10));

        await Eventually.BeAsync(() => controller.Runs.Count == 2, "the second run");
        controller.Runs.ShouldAllBe(k => k == Fleet);
    }

    [Fact]
    public async Task Whoever_follows_a_kind_shares_one_informer_with_the_options_of_whoever_gave_some()
    {
        var options = new InformerOptions<V1Pod> { LabelSelector = "app=x" };
        await using var op = new OperatorHarness(
            b => b
                .AddController<RecordingController, SampleEntity>(c => c.Owns<V1Pod>().Watches<V1Pod>(_ => []))
                .AddKeyController<PodCountController>("fleet", c => c.Watches<V1Pod>(_ => []))
                .AddInformer(options)
                .AddInformer<V1Pod>(),
            s => s.Namespace = "only");

        op.Services.GetRequiredService<IInformer<V1Pod>>().ShouldBeSameAs(op.Pods);
        op.Services.GetServices<ICache>().Select(c => c.Name).Order().ShouldBe(["pods", "samples.kvfleet.test"]);
        op.Informers.Options[typeof(V1Pod)].ShouldBeSameAs(options);
        ((InformerOptions<SampleEntity>)op.Informers.Options[typeof(SampleEntity)]).Namespace.ShouldBe("only");
    }

    [Fact]
    public async Task Finalizers_are_attached_by_themselves_or_by_hand()
    {
        await using var op = new OperatorHarness(b => b
            .AddController<RecordingController, SampleEntity>()
            .AddFinalizer<RecordingFinalizer, SampleEntity>(Id));
        var attach = op.Services.GetRequiredService<EntityFinalizerAttacher<RecordingFinalizer, SampleEntity>>();
        var byHand = await op.Client.CreateAsync(Samples.Make("by-hand"), Token);
        (await attach(byHand, Token)).HasFinalizer(Id).ShouldBeTrue();
        (await Should.ThrowAsync<KubernetesApiException>(() => attach(Samples.Make("gone"), Token))).IsNotFound.ShouldBeTrue();

        await op.StartAndSyncAsync();
        op.Samples.Add(await op.Client.CreateAsync(Samples.Make("a"), Token));
        var controller = op.Services.GetRequiredService<RecordingController>();
        await Eventually.BeAsync(() => controller.Calls.Count == 1, "the run");
        controller.Calls.ShouldBe([$"reconcile a u1 [{Id}]"]);
    }

    [Fact]
    public async Task A_leader_service_that_fails_is_started_again_and_ends_with_the_host()
    {
        await using var op = new OperatorHarness(b => b.AddLeaderService<FlakyService>());
        await op.StartAsync();
        var service = op.Services.GetRequiredService<FlakyService>();
        await Eventually.BeAsync(
            () =>
            {
                op.Time.Advance(TimeSpan.FromMilliseconds(500));
                return service.Starts == 3;
            },
            "the third start");
        op.Services.GetRequiredService<ILeadership>().IsLeader.ShouldBeTrue();
        await op.StopAsync();

        service.Ended.ShouldBeTrue();
        op.Services.GetRequiredService<ILeadership>().IsLeader.ShouldBeFalse();
    }

    [Fact]
    public async Task Published_events_are_written_by_the_time_the_host_has_stopped()
    {
        await using var op = new OperatorHarness(b => b.AddController<RecordingController, SampleEntity>(), s => s.ReportingController = "kvfleet.test/op");
        await op.StartAndSyncAsync();
        await op.Services.GetRequiredService<EventPublisher>()(Samples.Make("a"), "Assigned", "2 GiB", cancellationToken: Token);
        await op.StopAsync();

        var written = (await op.Client.ListAsync<Eventsv1Event>(cancellationToken: Token)).ShouldHaveSingleItem();
        (written.ReportingController, written.ReportingInstance, written.Reason).ShouldBe(("kvfleet.test/op", "me", "Assigned"));
    }

    [Fact]
    public async Task Mistakes_are_told_at_start()
    {
        await using var op = new OperatorHarness(b =>
        {
            Should.Throw<ArgumentException>(() => b.AddFinalizer<RecordingFinalizer, SampleEntity>("drain")).Message.ShouldContain("not qualified");
            b.AddKeyController<PodCountController>("one", c => c.Watches<V1Pod>(_ => []));
        });

        var trigger = op.Services.GetService<IReconcileTrigger<RecordingController>>();
        trigger.ShouldBeNull();
        Should.Throw<InvalidOperationException>(() => new OperatorHarness(b => b
            .AddKeyController<PodCountController>("one", _ => { })
            .AddKeyController<PodCountController>("one", _ => { }))).Message.ShouldContain("Two controllers are named 'one'");
    }

    private static SampleEntity WithGeneration(long generation, int? observed)
    {
        var entity = Samples.Make("a", version: $"{generation}-{observed}");
        entity.Metadata.Generation = generation;
        entity.Status.Observed = observed;
        return entity;
    }

    private static V1Pod PodOf(string owner) => new()
    {
        Metadata = new V1ObjectMeta
        {
            Name = owner + "-pod",
            NamespaceProperty = "ns",
            Uid = "p" + owner,
            OwnerReferences = [new V1OwnerReference { ApiVersion = "kvfleet.test/v1", Kind = "Sample", Name = owner, Uid = "u1", Controller = true }],
        },
    };
}

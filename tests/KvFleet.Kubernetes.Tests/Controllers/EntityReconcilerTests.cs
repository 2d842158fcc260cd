using KvFleet.Kubernetes.Controllers;
using KvFleet.Kubernetes.Finalizers;
using KvFleet.Kubernetes.Tests.Doubles;
using KvFleet.Kubernetes.Tests.Finalizers;
using KvFleet.Kubernetes.Tests.Metadata;
using KvFleet.Testing;

namespace KvFleet.Kubernetes.Tests.Controllers;

public sealed class EntityReconcilerTests : IDisposable
{
    private const string Id = "kvfleet.test/drain";
    private static readonly ObjectKey Key = new("ns", "a");
    private readonly MemoryClient _client = new();
    private readonly MemoryStore<SampleEntity> _store = new();
    private readonly Tombstones<SampleEntity> _tombstones = new();
    private readonly RecordingController _controller = new();
    private readonly RecordingFinalizer _finalizer = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task The_finalizer_is_on_the_object_before_the_controller_has_a_side_effect()
    {
        _store.Set(await _client.CreateAsync(Samples.Make("a"), Token));
        var atServer = string.Empty;
        _controller.OnReconcile = (entity, _) =>
        {
            atServer = string.Join(',', _client.Find<SampleEntity>("a", "ns")!.Metadata.Finalizers ?? []);
            return Task.FromResult(ReconciliationResult<SampleEntity>.Success(entity));
        };

        await RunAsync(withFinalizer: true);

        atServer.ShouldBe(Id);
        _controller.Calls.ShouldBe([$"reconcile a u1 [{Id}]"]);
        _client.Calls.Count(c => c.StartsWith("PATCH", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task An_object_with_its_finalizer_costs_no_request()
    {
        _store.Set(Samples.Make("a", finalizers: Id));
        await RunAsync(withFinalizer: true);

        _client.Calls.ShouldBeEmpty();
        _controller.Calls.Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_object_that_vanished_while_the_finalizer_was_attached_is_left_alone()
    {
        _store.Set(Samples.Make("a"));
        (await RunAsync(withFinalizer: true)).IsSuccess.ShouldBeTrue();

        _controller.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_deletion_is_seen_by_its_timestamp_whatever_event_brought_it()
    {
        _store.Set(Samples.Deleting(await _client.CreateAsync(Samples.Make("a", finalizers: Id), Token)));
        await RunAsync(withFinalizer: true);

        _finalizer.Calls.ShouldBe(1);
        _controller.Calls.ShouldBeEmpty();
        _client.Find<SampleEntity>("a", "ns")!.HasFinalizer(Id).ShouldBeFalse();
    }

    [Fact]
    public async Task A_finalizer_that_fails_or_needs_longer_stays_on_the_object()
    {
        _store.Set(Samples.Deleting(await _client.CreateAsync(Samples.Make("a", finalizers: Id), Token)));
        _finalizer.OnFinalize = e => ReconciliationResult<SampleEntity>.Failure(e, "agent away");
        (await RunAsync(withFinalizer: true)).IsSuccess.ShouldBeFalse();
        _finalizer.OnFinalize = e => ReconciliationResult<SampleEntity>.Success(e, TimeSpan.FromSeconds(5));
        (await RunAsync(withFinalizer: true)).RequeueAfter.ShouldBe(TimeSpan.FromSeconds(5));

        _client.Find<SampleEntity>("a", "ns")!.HasFinalizer(Id).ShouldBeTrue();
    }

    [Fact]
    public async Task Finalizers_of_others_and_objects_without_ours_are_left_alone()
    {
        _store.Set(Samples.Deleting(await _client.CreateAsync(Samples.Make("a", finalizers: "other.test/theirs"), Token)));
        await RunAsync(withFinalizer: true);

        _finalizer.Calls.ShouldBe(0);
        _client.Find<SampleEntity>("a", "ns")!.HasFinalizer("other.test/theirs").ShouldBeTrue();
    }

    [Fact]
    public async Task A_deleted_object_is_told_once_and_again_only_if_that_failed()
    {
        _tombstones.Add(Samples.Make("a"));
        _controller.OnDeleted = e => ReconciliationResult<SampleEntity>.Failure(e, "not now");
        (await RunAsync()).IsSuccess.ShouldBeFalse();
        _controller.OnDeleted = e => ReconciliationResult<SampleEntity>.Success(e);
        await RunAsync();
        await RunAsync();

        _controller.Calls.ShouldBe(["deleted a u1", "deleted a u1"]);
    }

    [Fact]
    public async Task An_object_that_was_deleted_and_made_again_is_first_told_as_deleted()
    {
        _tombstones.Add(Samples.Make("a", uid: "u1"));
        _tombstones.Add(Samples.Make("a", uid: "u2"));
        _store.Set(Samples.Make("a", uid: "u3"));
        await RunAsync();

        _controller.Calls.ShouldBe(["deleted a u1", "deleted a u2", "reconcile a u3 []"]);
    }

    [Fact]
    public async Task A_key_without_object_and_history_is_nothing_to_do()
    {
        (await RunAsync()).IsSuccess.ShouldBeTrue();

        _controller.Calls.ShouldBeEmpty();
    }

    private Task<ReconciliationResult> RunAsync(bool withFinalizer = false)
    {
        FinalizerRegistration<SampleEntity>[] registrations = withFinalizer ? [new(Id, _finalizer)] : [];
        var finalizers = new FinalizerSet<SampleEntity>(registrations, new FinalizerPatcher(_client, new FakeTimeProvider()), autoAttach: true, autoDetach: true);
        return new EntityReconciler<SampleEntity>(_store, _controller, finalizers, _tombstones).ReconcileAsync(Key, Token);
    }
}

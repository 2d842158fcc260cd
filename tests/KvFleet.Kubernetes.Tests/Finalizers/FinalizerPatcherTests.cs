using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Finalizers;
using KvFleet.Kubernetes.Models;
using KvFleet.Kubernetes.Tests.Doubles;
using KvFleet.Kubernetes.Tests.Metadata;
using KvFleet.Testing;

namespace KvFleet.Kubernetes.Tests.Finalizers;

public sealed class FinalizerPatcherTests : IDisposable
{
    private const string Id = "kvfleet.test/drain";
    private readonly MemoryClient _client = new();
    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private FinalizerPatcher Patcher => new(_client, _time);

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task Attaching_to_a_stale_object_keeps_what_others_added()
    {
        var stale = await _client.CreateAsync(Samples.Make("a"), Token);
        var changed = _client.Find<SampleEntity>("a", "ns")!;
        changed.AddFinalizer("other.test/theirs");
        await _client.UpdateAsync(changed, Token);

        var attached = await Patcher.AttachAsync(stale, [Id], Token);

        attached!.Metadata.Finalizers.ShouldBe(["other.test/theirs", Id]);
    }

    [Fact]
    public async Task Attaching_twice_writes_once_even_if_the_cache_is_behind()
    {
        var stale = await _client.CreateAsync(Samples.Make("a"), Token);
        await Patcher.AttachAsync(stale, [Id], Token);
        var again = await Patcher.AttachAsync(stale, [Id], Token);

        again!.Metadata.Finalizers.ShouldBe([Id]);
        again.ResourceVersion().ShouldBe("2");
    }

    [Fact]
    public async Task Nothing_is_attached_to_what_is_being_deleted()
    {
        var entity = Samples.Deleting(Samples.Make("a"));

        (await Patcher.AttachAsync(entity, [Id], Token)).ShouldBeSameAs(entity);
        _client.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task Detaching_keeps_the_others_and_does_not_mind_a_conflict()
    {
        var stale = await _client.CreateAsync(Samples.Make("a", finalizers: [Id, "other.test/theirs"]), Token);
        var changed = _client.Find<SampleEntity>("a", "ns")!;
        changed.SetLabel("x", "y");
        await _client.UpdateAsync(changed, Token);

        (await Patcher.DetachAsync(stale, Id))!.Metadata.Finalizers.ShouldBe(["other.test/theirs"]);
    }

    [Fact]
    public async Task Detaching_from_what_is_gone_or_was_made_again_is_done_already()
    {
        var gone = Samples.Make("a", finalizers: Id);
        (await Patcher.DetachAsync(gone, Id)).ShouldBeNull();

        await _client.CreateAsync(Samples.Make("a", uid: "u2", finalizers: Id), Token);
        gone.Metadata.ResourceVersion = "old";
        (await Patcher.DetachAsync(gone, Id)).ShouldBeNull();
        _client.Find<SampleEntity>("a", "ns")!.HasFinalizer(Id).ShouldBeTrue();
    }

    [Fact]
    public async Task A_conflict_that_does_not_end_is_reported()
    {
        var entity = await _client.CreateAsync(Samples.Make("a"), Token);
        _client.Before = (call, _) => call.StartsWith("PATCH", StringComparison.Ordinal) ? throw MemoryClient.Error(409, StatusReasons.Conflict) : Task.CompletedTask;

        (await Should.ThrowAsync<KubernetesApiException>(() => Patcher.AttachAsync(entity, [Id], Token))).IsConflict.ShouldBeTrue();
        _client.Calls.Count(c => c.StartsWith("PATCH", StringComparison.Ordinal)).ShouldBe(5);
    }

    [Fact]
    public async Task Detaching_has_a_time_limit_of_its_own()
    {
        var entity = await _client.CreateAsync(Samples.Make("a", finalizers: Id), Token);
        _client.Before = (_, token) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
        var detaching = Patcher.DetachAsync(entity, Id);
        _time.Advance(TimeSpan.FromSeconds(10));

        await Should.ThrowAsync<OperationCanceledException>(() => detaching);
    }
}

using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Conditions;
using KvFleet.Kubernetes.Models;
using KvFleet.Kubernetes.Tests.Doubles;
using KvFleet.Kubernetes.Tests.Metadata;
using KvFleet.Testing;

namespace KvFleet.Kubernetes.Tests.Conditions;

public sealed class StatusWriterTests : IDisposable
{
    private static readonly KubernetesClientOptions Options = new() { Json = KubernetesJson.CreateOptions(SampleJsonContext.Default) };
    private readonly MemoryClient _client = new();
    private readonly FakeTimeProvider _time = new() { };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private StatusWriter Writer => new(_client, Options, _time);

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task A_change_is_written_and_the_known_object_left_alone()
    {
        var known = await _client.CreateAsync(Samples.Make("a"), Token);
        var stored = await Writer.UpdateAsync(known, e => e.Status.Observed = 5, Token);

        stored!.Status.Observed.ShouldBe(5);
        known.Status.Observed.ShouldBeNull();
        _client.Calls.ShouldBe(["CREATE Sample a", "STATUS Sample a"]);
    }

    [Fact]
    public async Task What_changes_nothing_is_not_written()
    {
        var known = await _client.CreateAsync(Samples.Make("a"), Token);
        known = await Writer.UpdateAsync(known, e => e.Status.Observed = 5, Token);
        _client.Calls.Clear();

        (await Writer.UpdateAsync(known!, e => e.Status.Observed = 5, Token)).ShouldBeSameAs(known);
        _client.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_conflict_applies_the_change_to_what_others_left()
    {
        var known = await _client.CreateAsync(Samples.Make("a"), Token);
        var others = _client.Find<SampleEntity>("a", "ns")!;
        others.Status.Conditions = [new V1Condition { Type = "Theirs", Status = "True", Reason = "R" }];
        await _client.UpdateStatusAsync(others, Token);

        var writing = Writer.UpdateAsync(known, e => e.Status.Observed = 5, Token);
        await _time.WaitForTimersAsync(1, Token);
        _time.Advance(TimeSpan.FromSeconds(1));
        var stored = await writing;

        stored!.Status.Observed.ShouldBe(5);
        stored.Status.Conditions.ShouldNotBeNull().ShouldHaveSingleItem().Type.ShouldBe("Theirs");
    }

    [Fact]
    public async Task A_conflict_after_which_nothing_is_left_to_change_is_done()
    {
        var known = await _client.CreateAsync(Samples.Make("a"), Token);
        var others = _client.Find<SampleEntity>("a", "ns")!;
        others.Status.Observed = 5;
        await _client.UpdateStatusAsync(others, Token);
        _client.Calls.Clear();

        var writing = Writer.UpdateAsync(known, e => e.Status.Observed = 5, Token);
        await _time.WaitForTimersAsync(1, Token);
        _time.Advance(TimeSpan.FromSeconds(1));
        await writing;

        _client.Calls.ShouldBe(["STATUS Sample a", "GET Sample a"]);
    }

    [Fact]
    public async Task What_is_gone_or_another_incarnation_is_not_written_to()
    {
        var known = await _client.CreateAsync(Samples.Make("a"), Token);
        await _client.DeleteAsync(known, cancellationToken: Token);
        (await Writer.UpdateAsync(known, e => e.Status.Observed = 5, Token)).ShouldBeNull();

        await _client.CreateAsync(Samples.Make("a", uid: "u2"), Token);
        var writing = Writer.UpdateAsync(known, e => e.Status.Observed = 5, Token);
        await _time.WaitForTimersAsync(1, Token);
        _time.Advance(TimeSpan.FromSeconds(1));
        (await writing).ShouldBeNull();
        _client.Find<SampleEntity>("a", "ns")!.Status.Observed.ShouldBeNull();
    }

    [Fact]
    public async Task Others_that_never_stop_writing_are_reported_as_a_conflict()
    {
        var known = await _client.CreateAsync(Samples.Make("a"), Token);
        _client.Before = (call, _) => call.StartsWith("STATUS", StringComparison.Ordinal) ? throw MemoryClient.Error(409, StatusReasons.Conflict) : Task.CompletedTask;
        var writing = Task.Run(() => Writer.UpdateAsync(known, e => e.Status.Observed = 5, Token), Token);
        await Eventually.BeAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromMilliseconds(100));
                return writing.IsCompleted;
            },
            "the end of trying");

        (await Should.ThrowAsync<KubernetesApiException>(() => writing)).IsConflict.ShouldBeTrue();
        _client.Calls.Count(c => c.StartsWith("STATUS", StringComparison.Ordinal)).ShouldBe(6);
    }
}

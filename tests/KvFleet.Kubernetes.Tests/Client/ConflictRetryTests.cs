using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Models;
using KvFleet.Kubernetes.Tests.Doubles;
using KvFleet.Testing;

namespace KvFleet.Kubernetes.Tests.Client;

public sealed class ConflictRetryTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<(int Number, DateTimeOffset At)> _tries = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_conflict_it_is_done_once()
    {
        (await ConflictRetry.RunAsync(Conflicts(0), _time, Token)).ShouldBe("done");
        _tries.Select(t => t.Number).ShouldBe([1]);
    }

    [Fact]
    public async Task Waits_double_and_vary_by_half()
    {
        (await FinishAsync(ConflictRetry.RunAsync(Conflicts(5), _time, Token))).ShouldBe("done");
        _tries.Select(t => t.Number).ShouldBe([1, 2, 3, 4, 5, 6]);
        for (var i = 1; i < _tries.Count; i++)
        {
            var (wait, usual) = ((_tries[i].At - _tries[i - 1].At).TotalMilliseconds, 20 << (i - 1));
            // Time moves in steps of a millisecond.
            wait.ShouldBeInRange(usual * 0.5, (usual * 1.5) + 1);
        }
    }

    [Fact]
    public async Task A_conflict_that_does_not_end_is_the_callers()
    {
        (await Should.ThrowAsync<KubernetesApiException>(() => FinishAsync(ConflictRetry.RunAsync(Conflicts(int.MaxValue), _time, Token)))).IsConflict.ShouldBeTrue();
        _tries.Count.ShouldBe(ConflictRetry.Attempts);
    }

    [Theory]
    [InlineData(409, StatusReasons.AlreadyExists)]
    [InlineData(422, StatusReasons.Invalid)]
    [InlineData(404, StatusReasons.NotFound)]
    public async Task What_trying_again_does_not_help_is_the_callers_at_once(int code, string reason)
    {
        var tries = 0;
        Task<string> Fail(int number, CancellationToken token) => throw MemoryClient.Error(code, reason, TimeSpan.FromSeconds(++tries));
        (await Should.ThrowAsync<KubernetesApiException>(() => ConflictRetry.RunAsync(Fail, _time, Token))).Reason.ShouldBe(reason);
        tries.ShouldBe(1);
    }

    [Fact]
    public async Task Waiting_ends_when_it_is_cancelled()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var running = ConflictRetry.RunAsync(Conflicts(int.MaxValue), _time, stop.Token);
        await _time.WaitForTimersAsync(1, Token);
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => running);
        _tries.Count.ShouldBe(1);
    }

    private Func<int, CancellationToken, Task<string>> Conflicts(int count) => (number, _) =>
    {
        _tries.Add((number, _time.GetUtcNow()));
        return number > count ? Task.FromResult("done") : throw MemoryClient.Error(409, StatusReasons.Conflict);
    };

    private async Task<string> FinishAsync(Task<string> running)
    {
        while (!running.IsCompleted)
        {
            await _time.WaitForTimersAsync(1, Token);
            var tries = _tries.Count;
            while (_tries.Count == tries && !running.IsCompleted)
            {
                _time.Advance(TimeSpan.FromMilliseconds(1));
                await Task.Yield();
            }
        }

        return await running;
    }
}

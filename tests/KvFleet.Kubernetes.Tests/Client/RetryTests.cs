using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Models;
using KvFleet.Kubernetes.Tests.Metadata;
using KvFleet.Testing;

namespace KvFleet.Kubernetes.Tests.Client;

public sealed class RetryTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new();
    private TestCluster _cluster = null!;

    public async ValueTask InitializeAsync()
    {
        _cluster = await TestCluster.StartAsync();
        _cluster.Connect(_time);
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    private int Attempts => _cluster.Server.Requests.Count;

    [Theory]
    [InlineData(429, "TooManyRequests")]
    [InlineData(503, "ServiceUnavailable")]
    public async Task The_wait_that_the_server_asks_for_is_kept(int code, string reason)
    {
        _cluster.Server.Inject(_ => true, FakeFault.Status(code, reason, retryAfterSeconds: 7), times: 1);
        var call = _cluster.Client.CreateAsync(TestCluster.Sample("a"), TestCluster.Stop);
        await WaitUntil(() => _time.UntilNextTimer == TimeSpan.FromSeconds(7));
        Attempts.ShouldBe(1);
        _time.Advance(TimeSpan.FromSeconds(7));
        (await call).Name().ShouldBe("a");
        Attempts.ShouldBe(2);
    }

    [Fact]
    public async Task A_busy_server_that_names_no_time_is_asked_again_after_a_second()
    {
        _cluster.Server.Inject(_ => true, FakeFault.Status(429, "TooManyRequests"), times: 1);
        var call = _cluster.Client.GetAsync<SampleEntity>("a", "ns", TestCluster.Stop);
        await WaitUntil(() => _time.UntilNextTimer == TimeSpan.FromSeconds(1));
        _time.Advance(TimeSpan.FromSeconds(1));
        (await call).ShouldBeNull();
    }

    [Theory]
    [InlineData(500, "InternalError")]
    [InlineData(503, "ServiceUnavailable")]
    [InlineData(504, "Timeout")]
    public async Task Other_failures_are_the_callers_to_decide(int code, string reason)
    {
        _cluster.Server.Inject(_ => true, FakeFault.Status(code, reason));
        (await Should.ThrowAsync<KubernetesApiException>(() => _cluster.Client.CreateAsync(TestCluster.Sample("a"), TestCluster.Stop))).Reason.ShouldBe(reason);
        Attempts.ShouldBe(1);
    }

    [Theory]
    [InlineData(500, "ServerTimeout")]
    [InlineData(504, "Timeout")]
    public async Task Other_failures_are_the_callers_even_when_they_name_a_time(int code, string reason)
    {
        _cluster.Server.Inject(_ => true, FakeFault.Status(code, reason, retryAfterSeconds: 1));
        var error = await Should.ThrowAsync<KubernetesApiException>(() => _cluster.Client.GetAsync<SampleEntity>("a", "ns", TestCluster.Stop));
        (error.Reason, error.RetryAfter).ShouldBe((reason, TimeSpan.FromSeconds(1)));
        Attempts.ShouldBe(1);
    }

    [Fact]
    public async Task A_wait_that_is_too_long_is_handed_to_the_caller()
    {
        _cluster.Server.Inject(_ => true, FakeFault.Status(429, "TooManyRequests", retryAfterSeconds: 600));
        var error = await Should.ThrowAsync<KubernetesApiException>(() => _cluster.Client.CreateAsync(TestCluster.Sample("a"), TestCluster.Stop));
        error.RetryAfter.ShouldBe(TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task A_server_that_stays_busy_is_given_up_on()
    {
        _cluster.Server.Inject(_ => true, FakeFault.Status(429, "TooManyRequests", retryAfterSeconds: 0));
        (await Should.ThrowAsync<KubernetesApiException>(() => _cluster.Client.GetAsync<SampleEntity>("a", "ns", TestCluster.Stop)))
            .Reason.ShouldBe(StatusReasons.TooManyRequests);
        Attempts.ShouldBe(1 + new KubernetesClientOptions().MaxRetries);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_a_timeout()
    {
        var never = new TaskCompletionSource();
        _cluster.Server.Inject(_ => true, FakeFault.Delay(never.Task));
        var call = _cluster.Client.GetAsync<SampleEntity>("a", "ns", TestCluster.Stop);
        await WaitUntil(() => Attempts == 1);
        _time.Advance(new KubernetesClientOptions().RequestTimeout);
        (await Should.ThrowAsync<TimeoutException>(() => call)).Message.ShouldContain("GET /apis/kvfleet.test/v1/namespaces/ns/samples/a");
        never.SetResult();
    }

    [Fact]
    public async Task The_callers_own_cancellation_is_no_timeout()
    {
        using var source = CancellationTokenSource.CreateLinkedTokenSource(TestCluster.Stop);
        var never = new TaskCompletionSource();
        _cluster.Server.Inject(_ => true, FakeFault.Delay(never.Task));
        var call = _cluster.Client.GetAsync<SampleEntity>("a", "ns", source.Token);
        await WaitUntil(() => Attempts == 1);
        await source.CancelAsync();
        (await Should.ThrowAsync<OperationCanceledException>(() => call)).CancellationToken.ShouldBe(source.Token);
        never.SetResult();
    }

    [Fact]
    public async Task A_broken_connection_is_an_http_failure()
    {
        _cluster.Server.Inject(_ => true, FakeFault.Drop());
        await Should.ThrowAsync<HttpRequestException>(() => _cluster.Client.CreateAsync(TestCluster.Sample("a"), TestCluster.Stop));
    }

    [Fact]
    public async Task A_lost_answer_is_a_failure_though_the_object_is_there()
    {
        _cluster.Server.Inject(_ => true, FakeFault.LoseAnswer(), times: 1);
        await Should.ThrowAsync<HttpRequestException>(() => _cluster.Client.CreateAsync(TestCluster.Sample("a"), TestCluster.Stop));
        (await _cluster.Client.GetAsync<SampleEntity>("a", "ns", TestCluster.Stop)).ShouldNotBeNull();
    }

    private static async Task WaitUntil(Func<bool> condition)
    {
        while (!condition())
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, TestCluster.Stop);
    }
}

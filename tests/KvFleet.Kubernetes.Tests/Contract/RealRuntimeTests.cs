using System.Text.Json.Nodes;
using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Events;
using KvFleet.Kubernetes.Finalizers;
using KvFleet.Kubernetes.LeaderElection;
using KvFleet.Kubernetes.Models;
using KvFleet.Kubernetes.Tests.Doubles;
using Microsoft.Extensions.Logging.Abstractions;

namespace KvFleet.Kubernetes.Tests.Contract;

/// <summary>What the runtime writes, judged by a real server's validation: <c>KVFLEET_E2E_KUBECONFIG</c> says which. Skipped without one.</summary>
public sealed class RealRuntimeTests : IAsyncLifetime
{
    private static readonly EventSettings Settings = new() { ReportingController = "kvfleet.io/contract", ReportingInstance = "contract-0" };
    private readonly string _namespace = $"runtime-{Guid.NewGuid().ToString("N")[..10]}";
    private IKubernetesClient _client = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(string.IsNullOrEmpty(Environment.GetEnvironmentVariable("KVFLEET_E2E_KUBECONFIG")), RealServer.SkipReason);
        _client = RealServer.Connect();
        await _client.CreateAsync(new V1Namespace { Metadata = new V1ObjectMeta { Name = _namespace } }, Token);
    }

    public async ValueTask DisposeAsync()
    {
        if (_client is null)
            return;
        await _client.DeleteAsync<V1Namespace>(_namespace, cancellationToken: CancellationToken.None);
        _client.Dispose();
    }

    [Fact]
    public async Task An_event_and_its_series_are_taken()
    {
        var map = await MakeMapAsync("a");
        var recorder = new EventRecorder(_client, Settings, TimeProvider.System, NullLogger<EventRecorder>.Instance);
        _ = recorder.RunAsync(Token);
        for (var i = 0; i < 4; i++)
            recorder.Record(map, EventType.Warning, "Shortfall", $"{i} GiB are missing. {new string('ä', 2000)}", "Plan");
        await recorder.StopAsync(Token);

        var written = (await _client.ListAsync<Eventsv1Event>(_namespace, cancellationToken: Token)).ShouldHaveSingleItem();
        written.Series.ShouldNotBeNull().Count.ShouldBe(4);
        (written.Reason, written.Action, written.Type, written.ReportingController).ShouldBe(("Shortfall", "Plan", "Warning", "kvfleet.io/contract"));
        written.Note.ShouldNotBeNull().ShouldStartWith("0 GiB are missing.");
        (written.EventTime!.Value.Ticks % TimeSpan.TicksPerMicrosecond).ShouldBe(0);
    }

    [Fact]
    public async Task Core_events_and_their_counts_are_taken()
    {
        var sink = new CoreV1Sink(_client, Settings);
        var now = TimeProvider.System.GetUtcNow();
        var map = await MakeMapAsync("a");
        var reference = new V1ObjectReference { ApiVersion = "v1", Kind = "ConfigMap", Name = map.Name(), NamespaceProperty = _namespace, Uid = map.Uid() };
        var recorded = new RecordedEvent(reference, null, EventType.Normal, "Assigned", "Plan", "2 GiB", now);
        await sink.CreateAsync(recorded, "a.1", Token);
        await sink.UpdateCountAsync(new EventSeries(recorded, "a.1", now) { Count = 3 }, Token);

        var written = (await _client.ListAsync<Corev1Event>(_namespace, cancellationToken: Token)).ShouldHaveSingleItem();
        (written.Count, written.Message, written.InvolvedObject!.Name).ShouldBe((3, "2 GiB", "a"));
    }

    [Fact]
    public async Task A_lease_is_taken_renewed_released_and_taken_by_another()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var first = MakeElector("first");
        await first.AcquireAsync(Token);
        var holding = first.HoldAsync(stop.Token);
        var taken = await ReadLeaseAsync();
        await Eventually.BeAsync(() => first.IsLeader && !holding.IsCompleted, "the lease is held");
        while ((await ReadLeaseAsync()).Spec!.RenewTime == taken.Spec!.RenewTime)
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Token);
        await stop.CancelAsync();
        await first.ReleaseAsync(Token);
        (await ReadLeaseAsync()).Spec!.HolderIdentity.ShouldBeNullOrEmpty();

        var second = MakeElector("second");
        await second.AcquireAsync(Token);
        var spec = (await ReadLeaseAsync()).Spec!;
        (spec.HolderIdentity, spec.LeaseTransitions).ShouldBe(("second", 1));
        await second.ReleaseAsync(Token);
    }

    [Fact]
    public async Task A_finalizer_is_put_on_and_taken_off_an_object_that_others_change()
    {
        const string id = "kvfleet.test/contract";
        var patcher = new FinalizerPatcher(_client, TimeProvider.System);
        var map = await MakeMapAsync("a");
        await _client.PatchAsync<V1ConfigMap>("a", _namespace, KubernetesPatch.Merge(new() { ["data"] = new JsonObject { ["k"] = "v" } }), cancellationToken: Token);
        var attached = (await patcher.AttachAsync(map, [id], Token)).ShouldNotBeNull();
        attached.HasFinalizer(id).ShouldBeTrue();
        attached.Data.ShouldNotBeNull()["k"].ShouldBe("v");

        await _client.DeleteAsync<V1ConfigMap>("a", _namespace, cancellationToken: Token);
        (await _client.GetAsync<V1ConfigMap>("a", _namespace, Token)).ShouldNotBeNull().IsDeleting().ShouldBeTrue();
        await patcher.DetachAsync(attached, id);
        (await _client.GetAsync<V1ConfigMap>("a", _namespace, Token)).ShouldBeNull();
        (await patcher.DetachAsync(attached, id)).ShouldBeNull();
    }

    private Task<V1ConfigMap> MakeMapAsync(string name) =>
        _client.CreateAsync(new V1ConfigMap { Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = _namespace } }, Token);

    private async Task<V1Lease> ReadLeaseAsync() => (await _client.GetAsync<V1Lease>("op", _namespace, Token)).ShouldNotBeNull();

    private LeaderElector MakeElector(string identity) => new(
        _client,
        new LeaderElectionOptions
        {
            LeaseName = "op",
            LeaseNamespace = _namespace,
            Identity = identity,
            LeaseDuration = TimeSpan.FromSeconds(30),
            RenewDeadline = TimeSpan.FromSeconds(20),
            RetryPeriod = TimeSpan.FromMilliseconds(200),
        },
        TimeProvider.System,
        NullLogger<LeaderElector>.Instance);
}
